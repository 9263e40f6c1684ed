import type { Run, Span } from "@stepspan/engine";
import { reasonWords } from "../display/span-reason.ts";
import { failureText } from "../display/text-of-value.ts";
import { placeWithin } from "./item-names.ts";
import type { SpanGraphNode } from "./node.ts";

type SpansByParent = ReadonlyMap<string | null, readonly Span[]>;

/** The spans of a run as a tree, in the order in which they started; items, iterations and turns by their numbers. */
export function graphOfRun(run: Run): SpanGraphNode {
  const byParent: SpansByParent = Map.groupBy(run.spans, (span) => span.parentId);
  return {
    name: run.workflow,
    dependencies: [],
    attempts: 1,
    status: run.status,
    reason: runReason(run),
    children: (byParent.get(run.rootSpan.id) ?? []).map((span) => nodeOf(span, false, byParent)),
  };
}

function nodeOf(span: Span, isItem: boolean, byParent: SpansByParent): SpanGraphNode {
  return {
    name: span.name,
    dependencies: shownDependencies(span, isItem),
    attempts: Math.max(1, span.attempts.length),
    status: span.status,
    reason: reasonWords(span),
    children: nodesBelow(span, byParent),
  };
}

function nodesBelow(span: Span, byParent: SpansByParent): readonly SpanGraphNode[] {
  const below = byParent.get(span.id) ?? [];
  const places = new Map(below.map((child) => [child, placeWithin(span.path, child.path)]));
  const numberOf = (child: Span) => places.get(child)?.first ?? 0;
  return below
    .toSorted((left, right) => numberOf(left) - numberOf(right))
    .map((child) => nodeOf(child, places.get(child) !== null, byParent));
}

/** What was really read, and what was only waited for by `dependsOn` or `skipWith`; its items wait for nothing of their own. */
function shownDependencies(span: Span, isItem: boolean): readonly string[] {
  const shown = span.dependencies.filter(({ kind, read }) => read || (kind === "order" && !isItem));
  return [...new Set(shown.map(({ step }) => step))];
}

function runReason(run: Run): readonly string[] {
  const [first] = run.errors;
  return run.status === "failed" && first !== undefined ? [failureText(first)] : reasonWords(run.rootSpan);
}
