import { visibleText } from "@stepspan/engine/reading";
import { type Command, Option } from "commander";
import type { AnyWorkflow } from "stepspan";
import { graphJson } from "../drawing/graph-json.ts";
import { chosenWorkflow, loadWorkflowFile } from "../loading/workflow-file.ts";
import { type ExitCode, exitCodes } from "../outcome/exit-codes.ts";
import { jsonText } from "../text/json-text.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";

const formats = ["mermaid", "dot", "svg", "json"] as const;

interface GraphFlags {
  readonly format: (typeof formats)[number];
}

/** `stepspan graph`. */
export function addGraph(program: Command, context: CommandContext): void {
  const graph = program
    .command("graph")
    .summary("draw the steps of a workflow and what they wait for")
    .description("Draws the graph of a workflow on standard output. Nothing runs but the file that exports it.")
    .argument("<file>", "a TypeScript or JavaScript file that exports workflows")
    .argument("[workflow]", "the name of a workflow or of its export; default: the default export, or the only one")
    .addOption(new Option("-f, --format <format>", "the language of the drawing").choices(formats).default("mermaid"))
    .action(acting(context, (file: string, workflow: string | undefined, flags: GraphFlags) => drawFile(context, file, workflow, flags))); // biome-ignore format: one line
  withExamples(graph, [
    ["stepspan graph report.ts", "a Mermaid flowchart, which GitHub shows in Markdown"],
    ["stepspan graph report.ts order-report --format dot | dot -Tpng > report.png", "a picture by Graphviz"],
    ["stepspan graph report.ts --format svg > report.svg", "a picture that needs no other program"],
    ["stepspan graph report.ts --format json | jq '.edges[]'", "steps and edges for programs"],
  ]);
}

async function drawFile(
  { output }: CommandContext,
  path: string,
  name: string | undefined,
  { format }: GraphFlags,
): Promise<ExitCode> {
  const workflow = chosenWorkflow(await loadWorkflowFile(path), name);
  const drawing = drawn(workflow, format);
  output.data.write(drawing.endsWith("\n") ? drawing : `${drawing}\n`);
  for (const { message } of workflow.plan.warnings) {
    output.notes.write(`${output.notes.style.uneasy("warning:")} ${visibleText(message)}\n`);
  }
  return exitCodes.done;
}

function drawn(workflow: AnyWorkflow, format: GraphFlags["format"]): string {
  switch (format) {
    case "mermaid":
      return workflow.toMermaid();
    case "dot":
      return workflow.toDot();
    case "svg":
      return workflow.toSvg();
    case "json":
      return jsonText(graphJson(workflow.plan), 2);
    default:
      return format satisfies never;
  }
}
