import type { Run, Span } from "@stepspan/engine";

/** How each step of a run ended, by name: without times, and without the step that a loss goes back to. */
export function outcomesOf(run: Run): Readonly<Record<string, string>> {
  return Object.fromEntries(run.spans.map((span) => [span.name, outcomeOf(span)]).sort());
}

function outcomeOf(span: Span): string {
  const attempts = span.attempts.length === 1 ? "1 attempt" : `${span.attempts.length} attempts`;
  switch (span.status) {
    case "succeeded":
      return `succeeded with ${span.output} in ${attempts}`;
    case "skipped":
      return `skipped (${span.skipped.kind})`;
    default:
      return `${span.status} in ${attempts}`;
  }
}
