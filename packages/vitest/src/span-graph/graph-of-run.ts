import type { Run, Span } from "@stepspan/engine";
import { reasonWords } from "../display/span-reason.ts";
import { failureText } from "../display/text-of-value.ts";
import type { SpanGraphNode } from "./node.ts";

/** The spans of a run as a tree, in the order in which they started. */
export function graphOfRun(run: Run): SpanGraphNode {
  const childrenByParent = Map.groupBy(run.spans, (span) => span.parentId);
  return {
    name: run.workflow,
    dependencies: [],
    attempts: 1,
    status: run.status === "paused" ? "suspended" : run.status,
    reason: runReason(run),
    children: childrenOf(run.rootSpan, childrenByParent),
  };
}

function childrenOf(parent: Span, byParent: ReadonlyMap<string | null, readonly Span[]>): readonly SpanGraphNode[] {
  return (byParent.get(parent.id) ?? []).map((span) => ({
    name: span.name,
    dependencies: shownDependencies(span),
    attempts: Math.max(1, span.attempts.length),
    status: span.status,
    reason: reasonWords(span),
    children: childrenOf(span, byParent),
  }));
}

/** What was really read, and what was only waited for by `dependsOn` or `skipWith`. */
function shownDependencies(span: Span): readonly string[] {
  const shown = span.dependencies.filter(({ kind, read }) => read || kind === "order");
  return [...new Set(shown.map(({ step }) => step))];
}

function runReason(run: Run): readonly string[] {
  const [first] = run.errors;
  return run.status === "failed" && first !== undefined ? [failureText(first)] : reasonWords(run.rootSpan);
}
