import type { RunQuery, RunStatus } from "@stepspan/engine";
import { runColumns } from "./run-row.ts";
import { storedName } from "./stored-name.ts";

/** A query of SQLite, whose text is one of few. */
export interface SqlQuery {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/**
 * For one status at most, since each has its own part of the index, in which runs are in order.
 *
 * @param after the number of the run behind which the list goes on; null: from its beginning
 */
export function runQuery(query: RunQuery, status: RunStatus | null, after: number | null): SqlQuery {
  const { workflow, startedFrom, startedBefore, dueBefore, newestFirst = false, limit = Infinity } = query;
  const conditions: string[] = [newestFirst ? "number < ?" : "number > ?"];
  const values: (string | number)[] = [after ?? (newestFirst ? Number.MAX_SAFE_INTEGER : -1)];
  const require = (condition: string, ...given: (string | number)[]) => {
    conditions.push(condition);
    values.push(...given);
  };
  if (status !== null) require("status = ?", status);
  if (workflow !== undefined) require("workflow = ?", storedName(workflow));
  if (startedFrom !== undefined || startedBefore !== undefined) {
    // Nearly in the order of numbers, but clocks jump.
    const range = "SELECT number FROM runs INDEXED BY runs_by_start WHERE started_at >= ? AND started_at < ?";
    require(`number IN (${range})`, startedFrom ?? -Infinity, startedBefore ?? Infinity);
  }
  if (dueBefore !== undefined && status !== null) {
    require("number IN (SELECT number FROM runs INDEXED BY runs_by_due_time WHERE due_at < ? AND status = ?)", dueBefore, status); // biome-ignore format: one line
  } else if (dueBefore !== undefined) {
    require("number IN (SELECT number FROM runs INDEXED BY runs_by_due_time WHERE due_at < ?)", dueBefore);
  }
  const order = newestFirst ? "number DESC" : "number";
  const sql = `SELECT ${runColumns} FROM runs WHERE ${conditions.join(" AND ")} ORDER BY ${order} LIMIT ?`;
  return { sql, values: [...values, rowLimit(limit)] };
}

/** As SQLite takes it: -1 for no limit. */
export function rowLimit(limit: number): number {
  return limit >= Number.MAX_SAFE_INTEGER ? -1 : Math.max(0, Math.floor(limit));
}
