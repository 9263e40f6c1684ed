import type { DatabaseSync } from "node:sqlite";
import { type Codec, type RunEvent, StoreError } from "@stepspan/engine";
import { decodeStored, type StoredEvent } from "./event-codec.ts";
import { createEventReader } from "./event-reader.ts";
import type { Reading } from "./reading.ts";
import type { RunRows } from "./run-rows.ts";

/** What journals are read with. */
export interface ReaderParts {
  readonly database: DatabaseSync;
  readonly rows: RunRows;
  readonly reading: Reading;
  readonly codec: Codec;
}

/** Events of a run, from a position on. @throws StoreError that names the first one which is not as it was written */
export type ReadJournal = (runId: string, position: number, limit: number) => readonly RunEvent[];

/** Only what the row of a run says of its events is relied on, and they have to agree with it. */
export function createJournalReader({ database, rows, reading, codec }: ReaderParts): ReadJournal {
  const readEvents = createEventReader(database);
  const storedOf = (runId: string, position: number, limit: number) =>
    reading(`read the journal of run ${JSON.stringify(runId)}`, () => {
      const row = rows.find(runId);
      return row === null ? [] : readEvents(runId, row, position, limit);
    });
  return (runId, position, limit) => decoded(runId, storedOf(runId, position, limit), codec, position);
}

function decoded(runId: string, stored: readonly StoredEvent[], codec: Codec, position: number): readonly RunEvent[] {
  try {
    return decodeStored(stored, codec, position);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new StoreError(`The journal of run ${JSON.stringify(runId)} cannot be read: ${reason}`, { cause: thrown });
  }
}
