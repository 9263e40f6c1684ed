import type { DatabaseSync } from "node:sqlite";
import type { PruneRule } from "@stepspan/engine";
import { rowLimit } from "./run-query.ts";

/** Removes finished runs with their events. @returns how many */
export type PruneRuns = (rule: PruneRule) => number;

/** The newest ones that are kept need not be counted anew by who finds the oldest: both walk one index, from its ends. */
export function createPruning(database: DatabaseSync): PruneRuns {
  const wanted = "finished_at IS NOT NULL AND status IN (SELECT value FROM json_each(?))";
  const index = "runs INDEXED BY runs_by_end";
  const findNewest = database.prepare(
    `SELECT finished_at, number FROM ${index} WHERE ${wanted} ORDER BY finished_at DESC, number DESC LIMIT 1 OFFSET ?`,
  );
  const findOldest = database.prepare(
    `SELECT number FROM ${index} WHERE ${wanted} AND finished_at < ? AND (finished_at, number) <= (?, ?) ORDER BY finished_at, number LIMIT ?`,
  );
  const removals = ["events WHERE run", "blobs WHERE run", "runs WHERE number"].map((rows) =>
    database.prepare(`DELETE FROM ${rows} = ?`),
  );

  return ({ status, finishedBefore = Infinity, keep = 0, limit }) => {
    const statuses = JSON.stringify([status].flat());
    const kept = rowLimit(keep);
    const newest = kept === -1 ? undefined : findNewest.get(statuses, kept);
    if (newest === undefined) return 0;
    const { finished_at: end, number } = newest as { finished_at: number; number: number }; // the columns that are asked for
    const gone = findOldest.all(statuses, finishedBefore, end, number, rowLimit(limit));
    for (const { number } of gone) for (const removal of removals) removal.run(number as number); // the key of a table
    return gone.length;
  };
}
