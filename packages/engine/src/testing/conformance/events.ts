import type { RunEvent } from "../../core/events.ts";
import type { PlanOutline } from "../../plan/outline.ts";
import type { Journal, Store } from "../../ports/store.ts";

const outline: PlanOutline = Object.freeze({
  root: "w1",
  workflows: Object.freeze({
    w1: Object.freeze({
      name: "conformance",
      version: null,
      parts: Object.freeze([Object.freeze(["returns", "", "step"] as const)]),
      steps: Object.freeze([
        Object.freeze({ name: "step", kind: "single", parts: Object.freeze([]), workflow: null } as const),
      ]),
    }),
  }),
});

/** The first `count` events of a run, which could be those of a workflow with one step that is tried again and again. */
export function eventsOf(runId: string, count: number, input: unknown = null): RunEvent[] {
  return Array.from({ length: count }, (_, index) => eventAt(index, runId, input));
}

/** All events of a journal. */
export async function readAll(journal: Journal): Promise<readonly RunEvent[]> {
  return journal.read(0, Infinity);
}

/** The ids of the runs of a store, the oldest first. */
export async function idsOf(store: Store): Promise<readonly string[]> {
  return (await store.runs.list()).map(({ runId }) => runId);
}

function eventAt(index: number, runId: string, input: unknown): RunEvent {
  const place = { sequence: index + 1, time: 1000 + index };
  if (index > 0) return Object.freeze({ type: "attempt-started", path: "step", attempt: index, ...place });
  return Object.freeze({
    type: "run-started",
    runId,
    workflow: "conformance",
    version: null,
    outline,
    parentRunId: null,
    rerunOf: null,
    input,
    state: Object.freeze({}),
    metadata: Object.freeze({}),
    timeoutMs: null,
    gracePeriodMs: 5000,
    live: false,
    resources: Object.freeze([]),
    ...place,
  });
}
