import type { Run, Span } from "@stepspan/engine";
import { shown, timelessPath } from "./cases/digest.ts";

/** How each step, item and step of a sub-workflow ended, by timeless path: in the words of the interpreter. */
export function runOutcomes(run: Run): ReadonlyMap<string, readonly string[]> {
  const outcomes = new Map<string, string[]>();
  for (const span of run.spans) {
    const path = timelessPath(span.path);
    outcomes.set(path, [...(outcomes.get(path) ?? []), describe(span)].sort());
  }
  return outcomes;
}

function describe({ status, output, usage }: Span): string {
  return `${status}${status === "succeeded" ? ` with ${shown(output)}` : ""}, usage ${usage.tokens ?? 0}`;
}
