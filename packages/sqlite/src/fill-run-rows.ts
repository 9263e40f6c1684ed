import type { DatabaseSync } from "node:sqlite";
import type { RunStatus } from "@stepspan/engine";
import { chainStart } from "./checksum.ts";
import { type RunRow, runColumns, sealed } from "./run-row.ts";
import { nameStoredAs } from "./stored-name.ts";

/** The events of the first version of the schema that say how an unfinished run stands. */
const statuses: Readonly<Record<string, RunStatus>> = {
  "run-started": "running",
  "run-resumed": "running",
  "cancel-requested": "running",
  "run-paused": "paused",
};

/** For a file of the first version: what the events of each run say of it, written beside it. */
export function fillRunRows(database: DatabaseSync): void {
  const runs = database.prepare(`SELECT ${runColumns} FROM runs WHERE number > ? ORDER BY number LIMIT 1000`);
  const lastEvent = database.prepare(
    "SELECT sequence, checksum FROM events WHERE run = ? ORDER BY sequence DESC LIMIT 1",
  );
  const lastTurn = database.prepare(
    `SELECT type FROM (SELECT sequence, CASE WHEN json_valid(json) THEN json ->> '$.type' END AS type FROM events WHERE run = ?)
    WHERE type IN (SELECT value FROM json_each(?)) ORDER BY sequence DESC LIMIT 1`,
  );
  const fill = database.prepare(
    "UPDATE runs SET status = ?, length = ?, head = ?, due_at = ?, checksum = ? WHERE number = ?",
  );
  const types = JSON.stringify(Object.keys(statuses));

  const filled = (run: RunRow): RunRow => {
    const { number, finishedAt } = run;
    const last = lastEvent.get(number);
    const { sequence: length, checksum: head } = last ?? {
      sequence: 0,
      checksum: chainStart(nameStoredAs(run.runId) ?? ""),
    };
    const ended = { ...run, length: Number(length), head: String(head) };
    if (finishedAt !== null) return sealed(ended);
    const type = lastTurn.get(number, types)?.type;
    return sealed({ ...ended, status: statuses[String(type)] ?? "running", dueAt: -Infinity });
  };

  for (let after = -1; ; ) {
    const rows = runs.all(after) as unknown as readonly RunRow[]; // the columns that are asked for
    for (const run of rows) {
      const { status, length, head, dueAt, checksum, number } = filled(run);
      fill.run(status, length, head, dueAt, checksum, number);
      after = number;
    }
    if (rows.length === 0) return;
  }
}
