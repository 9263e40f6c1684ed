import type { EventBody } from "../../core/events.ts";
import type { Lease } from "../../ports/leases.ts";
import type { StoredRun } from "../../ports/run-index.ts";
import type { Store } from "../../ports/store.ts";
import { eventsOf } from "./events.ts";

/** When something is appended, by whom, and when the run is due then. */
export interface Moment {
  readonly time?: number;
  readonly lease?: Lease;
  readonly dueAt?: number | null;
}

/** The first event of a run. */
export async function begin(
  store: Store,
  runId: string,
  { workflow = "conformance", time = 1000, lease, dueAt }: Moment & { readonly workflow?: string } = {},
): Promise<void> {
  const events = eventsOf(runId, 1).map((event) => ({ ...event, workflow, time }));
  await store.open(runId, lease).append(0, events, dueAt);
}

/** The next events of a run, behind those that the store says it has. */
export async function goOn(
  store: Store,
  runId: string,
  bodies: readonly EventBody[],
  { time = 2000, lease, dueAt }: Moment = {},
): Promise<void> {
  const position = (await store.runs.get(runId))?.events ?? 0;
  const events = bodies.map((body, index) => ({ ...body, sequence: position + index + 1, time }));
  await store.open(runId, lease).append(position, events, dueAt);
}

/** The last event of a run. */
export async function finish(
  store: Store,
  runId: string,
  { status = "succeeded", ...moment }: Moment & { readonly status?: Ending } = {},
): Promise<void> {
  await goOn(store, runId, [{ type: "run-finished", status, output: null, errors: [] }], moment);
}

type Ending = "succeeded" | "failed" | "cancelled";

export const attempt: EventBody = { type: "attempt-started", path: "step", attempt: 1 };
export const pause: EventBody = { type: "run-paused" };
export const park: EventBody = { type: "run-parked", because: { kind: "crashes", count: 3 } };
export const resume: EventBody = { type: "run-resumed", isRestart: true, isCrash: false };
export const cancel: EventBody = { type: "cancel-requested", path: "", because: { kind: "cancel", reason: null } };

/** The ids of a list. */
export function namesOf(runs: readonly Pick<StoredRun, "runId">[]): readonly string[] {
  return runs.map(({ runId }) => runId);
}
