import { hash } from "node:crypto";
import { type Lease, type RunEvent, type RunStatus, type StoredRun, StoreError, statusAfter } from "@stepspan/engine";
import { nameStoredAs, storedName } from "./stored-name.ts";

/** The row of a run. Names are as `storedName` writes them. */
export interface RunRow {
  /** Grows in the order in which runs began. */
  readonly number: number;
  readonly runId: string;
  readonly workflow: string;
  readonly status: RunStatus;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  /** How many events it has. */
  readonly length: number;
  /** The checksum of its last event. */
  readonly head: string;
  /** -Infinity: at any time; null: never again, it is over. */
  readonly dueAt: number | null;
  readonly owner: string | null;
  readonly epoch: number;
  /** Of all others but the number. */
  readonly checksum: string;
}

/** What a query has to ask for. */
export const runColumns =
  "number, run_id AS runId, workflow, status, started_at AS startedAt, finished_at AS finishedAt, length, head, due_at AS dueAt, owner, epoch, checksum";

/** With the checksum that belongs to it. */
export function sealed(row: Omit<RunRow, "checksum">): RunRow {
  return { ...row, checksum: checksumOf(row) };
}

/** Whether it is as it was written. */
export function isWhole(row: RunRow): boolean {
  return checksumOf(row) === row.checksum;
}

/** What the store tells of it. @throws StoreError if it is damaged */
export function storedRunOf(row: RunRow): StoredRun {
  const [runId, workflow] = [nameStoredAs(row.runId), nameStoredAs(row.workflow)];
  if (runId === null || workflow === null || !isWhole(row)) throw damagedRun(row);
  const { status, startedAt, finishedAt, length, dueAt } = row;
  const owner = nameStoredAs(row.owner);
  return Object.freeze({
    runId,
    workflow,
    status,
    startedAt,
    finishedAt,
    events: length,
    dueAt: dueAt === -Infinity ? null : dueAt,
    lease: owner === null ? null : Object.freeze({ owner, epoch: row.epoch }),
  });
}

/** One that begins, before its first event. */
export function begunRun(
  runId: string,
  { workflow, time }: Extract<RunEvent, { type: "run-started" }>,
  lease: Lease | null,
): RunRow {
  return {
    number: 0, // its table says
    runId: storedName(runId),
    workflow: storedName(workflow),
    status: "running",
    startedAt: time,
    finishedAt: null,
    length: 0,
    head: "",
    dueAt: -Infinity,
    owner: lease === null ? null : storedName(lease.owner),
    epoch: lease?.epoch ?? 1,
    checksum: "",
  };
}

/** After these events, with the checksum of the last of them. @param dueAt see `Journal.append` */
export function extended(row: RunRow, events: readonly RunEvent[], head: string, dueAt: number | null): RunRow {
  const length = row.length + events.length;
  const status = statusAfter(events) ?? row.status;
  const last = events.at(-1);
  if (last?.type === "run-finished") {
    return sealed({ ...row, length, head, status, finishedAt: last.time, dueAt: null, owner: null });
  }
  return sealed({ ...row, length, head, status, dueAt: row.finishedAt === null ? (dueAt ?? -Infinity) : null });
}

/** What is said of a row that is not as it was written. */
export function damagedRun({ number, runId }: Pick<RunRow, "number" | "runId">): StoreError {
  const id = nameStoredAs(runId);
  const run = id === null ? `Run ${number} of the store, whose id is damaged,` : `Run ${JSON.stringify(id)}`;
  return new StoreError(
    `${run} cannot be listed or continued: its row is not what was written. Restore the file from a backup; the events of the run may still be read.`,
  );
}

/** Names have no line breaks as they are stored. */
function checksumOf(row: Omit<RunRow, "checksum">): string {
  const { runId, workflow, status, startedAt, finishedAt, length, head, dueAt, owner, epoch } = row;
  const holder = owner === null ? "" : `:${owner}`;
  const text = `${runId}\n${workflow}\n${status}\n${startedAt}\n${finishedAt}\n${length}\n${head}\n${dueAt}\n${holder}\n${epoch}`;
  return hash("sha256", text, "base64url");
}
