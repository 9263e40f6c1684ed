import { DefinitionError, type Run, suggest } from "@stepspan/engine";
import { compareSpanGraphs } from "../span-graph/compare-span-graphs.ts";
import { graphOfRun } from "../span-graph/graph-of-run.ts";
import type { SpanGraphNode } from "../span-graph/node.ts";
import { parseSpanGraph } from "../span-graph/parse-span-graph.ts";
import type { MatcherResult } from "./matcher-result.ts";
import { requireRun } from "./received.ts";

export function toMatchSpanGraph(this: { readonly isNot: boolean }, received: unknown, text: string): MatcherResult {
  const run = requireRun("toMatchSpanGraph", received);
  if (typeof text !== "string") throw new DefinitionError("toMatchSpanGraph takes a span graph written as a text.");
  const written = parseSpanGraph(text);
  const unknown = unknownNames(run, written);
  if (this.isNot && unknown.length > 0) throw new DefinitionError(`toMatchSpanGraph: ${unknown.join(" ")}`);
  const { expected, actual } = compareSpanGraphs(written, graphOfRun(run));
  const pass = expected === actual;
  return { pass, message: () => messageOf(run, pass, unknown), actual, expected };
}

/** One sentence for each name in the graph that is no step of the run. */
function unknownNames(run: Run, written: SpanGraphNode): readonly string[] {
  const known = new Set(run.spans.map(({ name }) => name));
  const unknown = new Set(namesBelow(written).filter((name) => !known.has(name)));
  return [...unknown].map(
    (name) => `Workflow "${run.workflow}" has no step ${JSON.stringify(name)}.${suggest(name, known)}`,
  );
}

function namesBelow(node: SpanGraphNode): readonly string[] {
  return node.children.flatMap((child) => [child.name, ...child.dependencies, ...namesBelow(child)]);
}

function messageOf(run: Run, pass: boolean, unknown: readonly string[]): string {
  if (pass) return `Expected the spans of the run of "${run.workflow}" not to match the span graph, but they do.`;
  return [`Expected the spans of the run of "${run.workflow}" to match the span graph.`, ...unknown].join("\n");
}
