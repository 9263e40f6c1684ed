import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "@stepspan/engine";
import { chained, chainStart } from "./checksum.ts";
import type { StoredEvent } from "./event-codec.ts";

/** A row of an event, which may be damaged. */
interface EventRow {
  readonly sequence: number;
  readonly json: unknown;
  readonly blobs: number;
  readonly checksum: string;
}

/**
 * Reads the events of a run from a position on, at most `limit`.
 *
 * @throws StoreError that names the first one which is not as it was written
 */
export type ReadEvents = (
  run: { readonly number: number; readonly runId: string },
  position: number,
  limit: number,
) => readonly StoredEvent[];

export function createEventReader(database: DatabaseSync): ReadEvents {
  const readRows = database.prepare(
    "SELECT sequence, json, blobs, checksum FROM events WHERE run = ? AND sequence >= ? ORDER BY sequence LIMIT ?",
  );
  const readBlobs = database.prepare("SELECT bytes FROM blobs WHERE run = ? AND sequence = ? ORDER BY place");
  const blobsOf = (run: number, sequence: number) =>
    readBlobs.all(run, sequence).map(({ bytes }) => bytes as Uint8Array); // a strict table

  return ({ number, runId }, position, limit) => {
    // With the row before it, on whose checksum the first one rests.
    const count = limit === Infinity ? -1 : limit + Math.min(position, 1);
    const rows = readRows.all(number, position, count) as unknown as readonly EventRow[]; // what is asked for
    let checksum = position === 0 ? chainStart(runId) : rows[0]?.checksum;
    return rows.slice(Math.min(position, 1)).map((row, index) => {
      const sequence = position + index + 1;
      const { json } = row;
      const blobs = row.blobs === 0 ? [] : blobsOf(number, row.sequence);
      if (row.sequence !== sequence || typeof json !== "string" || checksum === undefined)
        throw damagedAt(runId, sequence);
      checksum = chained(checksum, json, blobs);
      if (checksum !== row.checksum) throw damagedAt(runId, sequence);
      return { json, blobs };
    });
  };
}

function damagedAt(runId: string, sequence: number): StoreError {
  return new StoreError(
    `Event ${sequence} of run ${JSON.stringify(runId)} is damaged or missing: it is not what was written. Restore the file from a backup, or run the workflow again; other runs can still be read.`,
  );
}
