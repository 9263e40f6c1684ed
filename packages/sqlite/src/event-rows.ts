import type { DatabaseSync } from "node:sqlite";
import type { StoredEvent } from "./event-codec.ts";

/** Adds the events of a run to their table, all or, if one of them fails, none. */
export type InsertEvents = (
  /** That of the run, and how many events it has before. */
  place: { readonly number: number; readonly length: number },
  events: readonly StoredEvent[],
  /** That of each event. */
  checksums: readonly string[],
) => void;

/** All statements are prepared once. */
export function createEventInserter(database: DatabaseSync): InsertEvents {
  const addEvent = database.prepare("INSERT INTO events (run, sequence, json, blobs, checksum) VALUES (?, ?, ?, ?, ?)");
  const addBlob = database.prepare("INSERT INTO blobs (run, sequence, place, bytes) VALUES (?, ?, ?, ?)");
  const removals = ["events", "blobs"].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE run = ? AND sequence > ? AND sequence < ?`),
  );
  return ({ number, length }, events, checksums) => {
    let sequence = length + 1;
    try {
      for (const { json, blobs } of events) {
        addEvent.run(number, sequence, json, blobs.length, checksums[sequence - length - 1]!); // as many as events
        for (const [place, blob] of blobs.entries()) addBlob.run(number, sequence, place, blob);
        sequence++;
      }
    } catch (thrown) {
      if (database.isTransaction) for (const removal of removals) removal.run(number, length, sequence);
      throw thrown;
    }
  };
}
