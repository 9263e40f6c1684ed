import type { DatabaseSync } from "node:sqlite";
import { type RunRow, runColumns } from "./run-row.ts";
import { storedName } from "./stored-name.ts";

/** The rows of runs, one by one. */
export interface RunRows {
  /** Null for a run that has not begun. It may be damaged. */
  find(runId: string): RunRow | null;
  add(row: RunRow): RunRow;
  /** @returns false if it is not what it was before: somebody else has changed it */
  replace(before: RunRow, after: RunRow): boolean;
}

/** All statements are prepared once. */
export function createRunRows(database: DatabaseSync): RunRows {
  const findRun = database.prepare(`SELECT ${runColumns} FROM runs WHERE run_id = ?`);
  const addRun = database.prepare(
    "INSERT INTO runs (run_id, workflow, status, started_at, finished_at, length, head, due_at, owner, epoch, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  // What no index holds: SQLite writes the indexes of all columns that a statement sets, changed or not.
  const lengthen = database.prepare(
    "UPDATE runs SET length = ?, head = ?, checksum = ? WHERE number = ? AND checksum = ?",
  );
  const change = database.prepare(
    "UPDATE runs SET status = ?, finished_at = ?, length = ?, head = ?, due_at = ?, owner = ?, epoch = ?, checksum = ? WHERE number = ? AND checksum = ?",
  );

  return {
    find: (runId) => (findRun.get(storedName(runId)) as RunRow | undefined) ?? null, // the columns that are asked for
    add(row) {
      const { runId, workflow, status, startedAt, finishedAt, length, head, dueAt, owner, epoch, checksum } = row;
      const values = [runId, workflow, status, startedAt, finishedAt, length, head, dueAt, owner, epoch, checksum];
      return { ...row, number: Number(addRun.run(...values).lastInsertRowid) };
    },
    replace(before, after) {
      const { status, finishedAt, length, head, dueAt, owner, epoch, checksum } = after;
      const { changes } = differsInLengthOnly(before, after)
        ? lengthen.run(length, head, checksum, before.number, before.checksum)
        : change.run(status, finishedAt, length, head, dueAt, owner, epoch, checksum, before.number, before.checksum);
      return changes === 1;
    },
  };
}

function differsInLengthOnly(one: RunRow, other: RunRow): boolean {
  return (
    one.status === other.status &&
    one.finishedAt === other.finishedAt &&
    one.dueAt === other.dueAt &&
    one.owner === other.owner &&
    one.epoch === other.epoch
  );
}
