import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "@stepspan/engine";
import { chained, chainStart } from "./checksum.ts";
import type { StoredEvent } from "./event-codec.ts";
import type { RunRow } from "./run-row.ts";

/** A row of an event, which may be damaged. */
interface EventRow {
  readonly sequence: number;
  readonly json: unknown;
  readonly blobs: number;
  readonly checksum: string;
}

/**
 * Reads the events of a run from a position on, at most `limit`. What is read up to the end has to end as the row of
 * the run says, so that rows which were cut off are missed.
 *
 * @throws StoreError that names the first one which is not as it was written
 */
export type ReadEvents = (
  runId: string,
  run: Pick<RunRow, "number" | "length" | "head">,
  position: number,
  limit: number,
) => readonly StoredEvent[];

export function createEventReader(database: DatabaseSync): ReadEvents {
  const readRows = database.prepare(
    "SELECT sequence, json, blobs, checksum FROM events WHERE run = ? AND sequence BETWEEN ? AND ? ORDER BY sequence",
  );
  const readBlobs = database.prepare("SELECT bytes FROM blobs WHERE run = ? AND sequence = ? ORDER BY place");
  const blobsOf = (run: number, sequence: number) =>
    readBlobs.all(run, sequence).map(({ bytes }) => bytes as Uint8Array); // a strict table

  return (runId, { number, length, head }, position, limit) => {
    const end = Math.min(length, position + limit);
    if (position >= end) return [];
    // With the row before it, on whose checksum the first one rests; the first of all rests on the id of the run.
    const rows = readRows.all(number, position, end) as unknown as readonly EventRow[]; // what is asked for
    const before = Math.min(position, 1);
    let checksum = position === 0 ? chainStart(runId) : rows[0]?.sequence === position ? rows[0].checksum : null;
    const events: StoredEvent[] = [];
    for (let sequence = position + 1; sequence <= end; sequence++) {
      const row = rows[events.length + before];
      const json = row?.json;
      if (row?.sequence !== sequence || typeof json !== "string" || checksum === null) {
        throw damagedAt(runId, sequence);
      }
      const blobs = row.blobs === 0 ? [] : blobsOf(number, sequence);
      checksum = chained(checksum, json, blobs);
      if (checksum !== row.checksum) throw damagedAt(runId, sequence);
      events.push({ json, blobs });
    }
    if (end === length && checksum !== head) throw damagedAt(runId, length);
    return events;
  };
}

function damagedAt(runId: string, sequence: number): StoreError {
  return new StoreError(
    `Event ${sequence} of run ${JSON.stringify(runId)} is damaged or missing: it is not what was written. Restore the file from a backup, or run the workflow again; other runs can still be read.`,
  );
}
