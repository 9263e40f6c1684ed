import type { SpanGraphNode } from "./node.ts";
import { printSpanGraphs } from "./print-span-graph.ts";

/** Two span graphs as texts that are equal if and only if the graphs match. */
export interface SpanGraphComparison {
  readonly expected: string;
  readonly actual: string;
}

/**
 * Compares a written graph with that of a run. Lines and dependencies of the run are put in the order of the written
 * ones, and a reason that the written graph leaves open is left out, so that a line diff shows only what differs.
 */
export function compareSpanGraphs(expected: SpanGraphNode, actual: SpanGraphNode): SpanGraphComparison {
  const [expectedText = "", actualText = ""] = printSpanGraphs([expected, likeWritten(expected, actual)]);
  return { expected: expectedText, actual: actualText };
}

function likeWritten(expected: SpanGraphNode, actual: SpanGraphNode): SpanGraphNode {
  const written = new Map(expected.children.map((child) => [child.name, child]));
  const children = inOrderOf([...written.keys()], actual.children, ({ name }) => name);
  return {
    ...actual,
    dependencies: inOrderOf(expected.dependencies, actual.dependencies, (name) => name),
    reason: leavesOpen(expected, actual) ? expected.reason : actual.reason,
    children: children.map((child) => {
      const counterpart = written.get(child.name);
      return counterpart === undefined ? child : likeWritten(counterpart, child);
    }),
  };
}

/** Those that are written come first, in that order; the others follow as they were. */
function inOrderOf<Item>(
  names: readonly string[],
  items: readonly Item[],
  nameOf: (item: Item) => string,
): readonly Item[] {
  const places = new Map(names.map((name, index) => [name, index]));
  const placeOf = (item: Item) => places.get(nameOf(item)) ?? names.length;
  return items.toSorted((left, right) => placeOf(left) - placeOf(right));
}

function leavesOpen(expected: SpanGraphNode, actual: SpanGraphNode): boolean {
  return expected.status === actual.status && expected.reason.every((word, index) => word === actual.reason[index]);
}
