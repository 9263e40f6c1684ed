import { visibleText } from "@stepspan/engine/reading";
import type { AnyWorkflow } from "stepspan";
import type { CommandContext } from "../commands/command-context.ts";
import type { formats } from "../drawing/formats.ts";
import { graphJson } from "../drawing/graph-json.ts";
import { chosenWorkflow, loadWorkflowFile } from "../loading/workflow-file.ts";
import { type ExitCode, exitCodes } from "../outcome/exit-codes.ts";
import { jsonText } from "../text/json-text.ts";

/** As they are typed. */
export interface GraphFlags {
  readonly format: (typeof formats)[number];
}

/** Draws a workflow of a file. */
export async function drawFile(
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
