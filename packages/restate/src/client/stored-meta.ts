import { type StoredRun, StoreError } from "@stepspan/engine";
import type { RunMeta } from "../orchestrator/kept-events.ts";

const statuses: readonly unknown[] = ["running", "paused", "parked", "succeeded", "failed", "cancelled"];

/**
 * What the state of a run says of it in brief.
 *
 * @param events how many events are known to be there: while it goes on it says so of an earlier moment
 * @throws StoreError for what no run has written
 */
export function storedRunOf(runId: string, text: string, events: number): StoredRun {
  const meta = parsed(text);
  if (meta === null) {
    throw new StoreError(
      `What Restate keeps of run ${JSON.stringify(runId)} in brief is not what a run writes. It was written by something else than Stepspan, or by a later release: use that one.`,
    );
  }
  const { workflow, status, startedAt, finishedAt } = meta;
  return {
    ...{ runId, workflow, status, startedAt, finishedAt },
    ...{ events: Math.max(meta.events, events), dueAt: null, lease: null },
  };
}

/** Why the run could not go on, as it said itself. */
export function problemIn(text: string): string | null {
  return parsed(text)?.problem ?? null;
}

function parsed(text: string): RunMeta | null {
  try {
    const meta = JSON.parse(text) as Partial<RunMeta> | null; // it is looked at before it is believed
    const isMeta =
      typeof meta?.workflow === "string" &&
      statuses.includes(meta.status) &&
      Number.isFinite(meta.startedAt) &&
      (meta.finishedAt === null || Number.isFinite(meta.finishedAt)) &&
      Number.isInteger(meta.events);
    return isMeta ? (meta as RunMeta) : null;
  } catch {
    return null;
  }
}
