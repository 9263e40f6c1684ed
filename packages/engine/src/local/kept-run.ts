import type { RunEvent } from "../core/events.ts";
import type { Lease } from "../ports/leases.ts";
import { type StoredRun, statusAfter } from "../ports/run-index.ts";

/** A run of the memory store; changed in place. */
export interface KeptRun {
  readonly runId: string;
  readonly workflow: string;
  readonly startedAt: number;
  readonly events: RunEvent[];
  status: StoredRun["status"];
  finishedAt: number | null;
  dueAt: number | null;
  /** Who has it; null if nobody does. */
  lease: Lease | null;
  /** How often it was taken. */
  epoch: number;
}

/** @param first its first event */
export function keptRun(runId: string, first: RunEvent, lease: Lease | null): KeptRun {
  const workflow = first.type === "run-started" ? first.workflow : "";
  return {
    runId,
    workflow,
    startedAt: first.time,
    events: [],
    status: "running",
    finishedAt: null,
    dueAt: null,
    lease,
    epoch: lease?.epoch ?? 1,
  };
}

/** Adds events at its end, and notes what they say of it. */
export function extend(run: KeptRun, events: readonly RunEvent[], dueAt: number | null): void {
  for (let at = 0; at < events.length; at++) run.events.push(events[at]!);
  run.status = statusAfter(events) ?? run.status;
  run.dueAt = dueAt;
  const last = events[events.length - 1];
  if (last?.type !== "run-finished") return;
  run.finishedAt = last.time;
  run.dueAt = null;
  run.lease = null;
}

/** What the store tells of it. */
export function storedRun(run: KeptRun): StoredRun {
  const { runId, workflow, status, startedAt, finishedAt, events, dueAt, lease } = run;
  return Object.freeze({ runId, workflow, status, startedAt, finishedAt, events: events.length, dueAt, lease });
}

/** Whether it goes on, or could. */
export function isUnfinished({ finishedAt }: KeptRun): boolean {
  return finishedAt === null;
}
