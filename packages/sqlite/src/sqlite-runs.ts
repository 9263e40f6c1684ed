import type { DatabaseSync } from "node:sqlite";
import { type RunIndex, type RunQuery, type RunStatus, type StoredRun, unknownPage } from "@stepspan/engine";
import type { Reading } from "./reading.ts";
import { runQuery } from "./run-query.ts";
import { type RunRow, storedRunOf } from "./run-row.ts";
import type { RunRows } from "./run-rows.ts";
import { createStatements } from "./statements.ts";

/** What the list of runs is read with. */
export interface RunListParts {
  readonly database: DatabaseSync;
  readonly rows: RunRows;
  readonly reading: Reading;
}

/** The runs of a file. What is listed has been checked row by row. */
export function createRunList({ database, rows, reading }: RunListParts): Pick<RunIndex, "get" | "list"> {
  const prepared = createStatements(database);

  const rowsOf = (query: RunQuery, status: RunStatus | null, after: number | null): readonly RunRow[] => {
    const { sql, values } = runQuery(query, status, after);
    return prepared(sql).all(...values) as unknown as readonly RunRow[]; // the columns that are asked for
  };

  const placeOf = (runId: string): number => {
    const row = rows.find(runId);
    if (row === null) throw unknownPage(runId);
    return row.number;
  };

  const list = (query: RunQuery): readonly StoredRun[] => {
    const { status, after, newestFirst = false, limit = Infinity } = query;
    const place = after === undefined ? null : placeOf(after);
    if (status === undefined || typeof status === "string") {
      return rowsOf(query, status ?? null, place).map(storedRunOf);
    }
    const sign = newestFirst ? -1 : 1;
    return [...new Set(status)]
      .flatMap((one) => rowsOf(query, one, place))
      .sort((one, other) => sign * (one.number - other.number))
      .slice(0, limit)
      .map(storedRunOf);
  };

  return {
    get(runId) {
      const row = reading(`look up run ${JSON.stringify(runId)}`, () => rows.find(runId));
      return row === null ? null : storedRunOf(row);
    },
    list: (query = {}) => reading("list its runs", () => list(query)),
  };
}
