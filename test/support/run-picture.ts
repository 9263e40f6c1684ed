import type { Run } from "@stepspan/engine";

/** All that can be seen of a run, as text. */
export function pictureOf(run: Run): string {
  const spans = run.spans.map((span) => ({
    span,
    ...{ items: span.items.map(({ path }) => path), steps: span.steps.map(({ path }) => path) },
    ...{ waits: span.waits, stateChanges: span.stateChanges, reusedFrom: span.reusedFrom },
  }));
  const { status, state, unhandledEvents, usage, rootSpan } = run;
  return JSON.stringify({ run, spans, status, state, unhandledEvents, usage, rootSpan }, null, 1);
}
