import type { ParkReason } from "../core/events.ts";
import type { TakenRun } from "../ports/leases.ts";
import type { RunnerPorts } from "../runner/run-ports.ts";

/** Writes down that a run is set aside. Nothing of it has to fit its workflow. @throws StoreError (rejects) */
export async function parkRun(
  { runId, workflow, lease }: TakenRun,
  because: ParkReason,
  { store, clock, publish, endObserved }: Pick<RunnerPorts, "store" | "clock" | "publish" | "endObserved">,
): Promise<void> {
  const journal = store.open(runId, lease);
  const position = (await store.runs.get(runId))?.events ?? 0;
  const [last] = await journal.read(position - 1, 1);
  const time = Math.max(clock.now(), last?.time ?? 0);
  const event = Object.freeze({ type: "run-parked", because: Object.freeze(because), sequence: position + 1, time });
  await journal.append(position, [event]);
  const observed = Object.freeze({ runId, workflow, resumedFrom: null });
  publish([event], observed);
  endObserved(observed);
}
