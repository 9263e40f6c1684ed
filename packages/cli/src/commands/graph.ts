import { type Command, Option } from "commander";
import type { GraphFlags } from "../acts/draw-file.ts";
import { formats } from "../drawing/formats.ts";
import { acting, type CommandContext, withExamples } from "./command-context.ts";

/** `stepspan graph`. */
export function addGraph(program: Command, context: CommandContext): void {
  const graph = program
    .command("graph")
    .summary("draw the steps of a workflow and what they wait for")
    .description("Draws the graph of a workflow on standard output. Nothing runs but the file that exports it.")
    .argument("<file>", "a TypeScript or JavaScript file that exports workflows")
    .argument("[workflow]", "the name of a workflow or of its export; default: the default export, or the only one")
    .addOption(new Option("-f, --format <format>", "the language of the drawing").choices(formats).default("mermaid"))
    .action(
      acting(context, async (file: string, workflow: string | undefined, flags: GraphFlags) =>
        (await import("../acts/draw-file.ts")).drawFile(context, file, workflow, flags),
      ),
    );
  withExamples(graph, [
    ["stepspan graph report.ts", "a Mermaid flowchart, which GitHub shows in Markdown"],
    ["stepspan graph report.ts order-report --format dot | dot -Tpng > report.png", "a picture by Graphviz"],
    ["stepspan graph report.ts --format svg > report.svg", "a picture that needs no other program"],
    ["stepspan graph report.ts --format json | jq '.edges[]'", "steps and edges for programs"],
  ]);
}
