import type { DatabaseSync } from "node:sqlite";
import type { Leases, TakenRun, WantedRuns } from "@stepspan/engine";
import { createOwnerRows } from "./owner-rows.ts";
import { rowLimit } from "./run-query.ts";
import { isWhole, type RunRow, runColumns, sealed, storedRunOf } from "./run-row.ts";
import type { RunRows } from "./run-rows.ts";
import { createStatements } from "./statements.ts";
import { storedName } from "./stored-name.ts";
import type { Writer } from "./writer.ts";

/** What leases are kept with. */
export interface LeasesParts {
  readonly database: DatabaseSync;
  readonly rows: RunRows;
  readonly writer: Writer;
}

/**
 * Which engine owns which run, in the rows of runs and a table of owners. Runs whose rows are damaged are left alone. A
 * damaged term may end too early: the epoch still refuses the late owner.
 */
export function createSqliteLeases({ database, rows, writer }: LeasesParts): Leases {
  const owners = createOwnerRows(database);
  const candidatesOf = createCandidates(database);
  const ownedBy = database.prepare(
    `SELECT ${runColumns} FROM runs INDEXED BY runs_by_owner WHERE owner = ? AND due_at IS NOT NULL`,
  );
  const write = <Result>(act: string, perform: () => Result): Promise<Result> =>
    writer.write({ act, perform, undo: () => undefined });

  const takeOne = (row: RunRow, owner: string): readonly TakenRun[] => {
    if (!isWhole(row)) return [];
    const taken = sealed({ ...row, owner: storedName(owner), epoch: row.epoch + 1 });
    if (!rows.replace(row, taken)) return [];
    const { runId, workflow } = storedRunOf(taken);
    const isOrphan = row.owner !== null && row.owner !== taken.owner;
    return [{ runId, workflow, lease: { owner, epoch: taken.epoch }, isOrphan }];
  };

  const take = (owner: string, wanted: WantedRuns): readonly TakenRun[] => {
    const free = wanted.runId === undefined ? freeOnes(owner, wanted) : namedOne(owner, wanted.runId, wanted);
    return free.flatMap((row) => takeOne(row, owner));
  };

  const freeOnes = (owner: string, wanted: WantedRuns) => {
    const over = owners.over(wanted.now).filter((other) => other !== storedName(owner));
    return [null, ...over]
      .flatMap((other) => candidatesOf(other, wanted))
      .sort((one, other) => byDueTime(one, other) || one.number - other.number)
      .slice(0, wanted.limit);
  };

  const namedOne = (owner: string, runId: string, { now, workflows, dueBefore = Infinity, limit }: WantedRuns) => {
    const row = rows.find(runId);
    if (row === null || row.dueAt === null || limit < 1) return [];
    const isFree = row.owner === null || row.owner === storedName(owner) || owners.isOver(row.owner, now);
    const isMeant = workflows === undefined || workflows.some((name) => storedName(name) === row.workflow);
    return isFree && isMeant && (dueBefore === Infinity || row.dueAt < dueBefore) ? [row] : [];
  };

  const release = (row: RunRow | null, owner: string) => {
    if (row?.owner !== storedName(owner) || !isWhole(row)) return;
    rows.replace(row, sealed({ ...row, owner: null }));
  };

  return {
    renew: (owner, term) => write("renew the leases of its runs", () => owners.renew(storedName(owner), term)),
    take: (owner, wanted) => write("take runs that nobody has", () => take(owner, wanted)),
    release: (owner, runId) =>
      write("give back runs", () => {
        if (runId !== undefined) return release(rows.find(runId), owner);
        for (const row of ownedBy.all(storedName(owner)) as unknown as readonly RunRow[]) release(row, owner); // the columns that are asked for
        owners.remove(storedName(owner));
      }),
  };
}

/** Running runs of one owner, or of nobody, in the order in which they are due. */
function createCandidates(database: DatabaseSync): (owner: string | null, wanted: WantedRuns) => readonly RunRow[] {
  const prepared = createStatements(database);
  return (owner, { workflows, dueBefore = Infinity, limit }) => {
    const named = workflows === undefined ? null : JSON.stringify(workflows.map(storedName));
    const sql = [
      `SELECT ${runColumns} FROM runs INDEXED BY runs_by_owner`,
      `WHERE owner IS ${owner === null ? "NULL" : "?"} AND status = 'running'`,
      `AND due_at ${dueBefore === Infinity ? "IS NOT NULL" : "< ?"}`,
      named === null ? "" : "AND workflow IN (SELECT value FROM json_each(?))",
      "ORDER BY due_at, number LIMIT ?",
    ].join(" ");
    const due = dueBefore === Infinity ? [] : [dueBefore];
    const values = [...(owner === null ? [] : [owner]), ...due, ...(named === null ? [] : [named]), rowLimit(limit)];
    return prepared(sql).all(...values) as unknown as readonly RunRow[]; // the columns that are asked for
  };
}

/** Those that are due at any time, -Infinity, come first. */
function byDueTime(one: RunRow, other: RunRow): number {
  return (one.dueAt ?? 0) - (other.dueAt ?? 0) || 0; // equal infinities give NaN
}
