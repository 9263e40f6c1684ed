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

/** One statement for so many rows costs less than as many statements. */
const rowsAtOnce = 16;

/** All statements are prepared once. */
export function createEventInserter(database: DatabaseSync): InsertEvents {
  const prepareRows = (count: number) =>
    database.prepare(
      `INSERT INTO events (run, sequence, json, blobs, checksum) VALUES ${Array(count).fill("(?, ?, ?, ?, ?)").join()}`,
    );
  const [addOne, addMany] = [prepareRows(1), prepareRows(rowsAtOnce)];
  const addBlob = database.prepare("INSERT INTO blobs (run, sequence, place, bytes) VALUES (?, ?, ?, ?)");
  const removals = ["events", "blobs"].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE run = ? AND sequence > ? AND sequence < ?`),
  );

  return ({ number, length }, events, checksums) => {
    const valuesOf = ({ json, blobs }: StoredEvent, index: number) => [
      number,
      length + index + 1,
      json,
      blobs.length,
      checksums[index]!,
    ]; // as many as events
    let added = 0;
    try {
      while (added < events.length) {
        const count = events.length - added < rowsAtOnce ? 1 : rowsAtOnce;
        const rows = events.slice(added, added + count).flatMap((event, index) => valuesOf(event, added + index));
        (count === 1 ? addOne : addMany).run(...rows);
        added += count;
      }
      for (const [index, { blobs }] of events.entries()) {
        for (const [place, blob] of blobs.entries()) addBlob.run(number, length + index + 1, place, blob);
      }
    } catch (thrown) {
      if (database.isTransaction) for (const removal of removals) removal.run(number, length, length + added + 1);
      throw thrown;
    }
  };
}
