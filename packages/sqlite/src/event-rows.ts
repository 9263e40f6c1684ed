import type { DatabaseSync } from "node:sqlite";
import { type RunEvent, StoreError } from "@stepspan/engine";
import { chained, chainStart } from "./checksum.ts";
import type { StoredEvent } from "./event-codec.ts";
import { createEventReader } from "./event-reader.ts";
import { nameStoredAs, storedName } from "./stored-name.ts";

/** Where the journal of a run ends. */
export interface Head {
  /** The number of the run in its table. */
  readonly run: number;
  /** How many events it has. */
  readonly length: number;
  /** That of its last event. */
  readonly checksum: string;
}

/** The rows of runs and of their events. */
export interface EventRows {
  /** The ids of the runs, the oldest first. @throws StoreError for one that is damaged */
  runIds(): readonly string[];
  /** Null for a run that has not begun. */
  headOf(runId: string): Head | null;
  begin(started: Extract<RunEvent, { type: "run-started" }>, runId: string): Head;
  insert(head: Head, event: StoredEvent): Head;
  finish(head: Head, finished: Extract<RunEvent, { type: "run-finished" }>): void;
  /** The events from a position on. @throws StoreError that names the first row which is not as it was written */
  read(runId: string, position: number, limit: number): readonly StoredEvent[];
}

/** All statements are prepared once. */
export function createEventRows(database: DatabaseSync): EventRows {
  const listRuns = database.prepare("SELECT number, run_id FROM runs ORDER BY number");
  const findRun = database.prepare("SELECT number FROM runs WHERE run_id = ?");
  const addRun = database.prepare(
    "INSERT INTO runs (run_id, workflow, status, started_at) VALUES (?, ?, 'running', ?)",
  );
  const endRun = database.prepare("UPDATE runs SET status = ?, finished_at = ? WHERE number = ?");
  const lastEvent = database.prepare(
    "SELECT sequence, checksum FROM events WHERE run = ? ORDER BY sequence DESC LIMIT 1",
  );
  const addEvent = database.prepare("INSERT INTO events (run, sequence, json, blobs, checksum) VALUES (?, ?, ?, ?, ?)");
  const addBlob = database.prepare("INSERT INTO blobs (run, sequence, place, bytes) VALUES (?, ?, ?, ?)");
  const readEvents = createEventReader(database);

  const numberOf = (runId: string): number | null => (findRun.get(storedName(runId))?.number as number) ?? null; // the key of a table

  return {
    runIds: () =>
      listRuns.all().map(({ number, run_id }) => {
        const runId = nameStoredAs(run_id);
        if (runId !== null) return runId;
        throw new StoreError(
          `The id of run ${String(number)} of the store is damaged. Restore the file from a backup.`,
        );
      }),
    headOf(runId) {
      const run = numberOf(runId);
      if (run === null) return null;
      const { sequence, checksum } = lastEvent.get(run) ?? { sequence: 0, checksum: chainStart(runId) };
      return { run, length: sequence as number, checksum: checksum as string }; // a strict table
    },
    begin({ workflow, time }, runId) {
      const { lastInsertRowid } = addRun.run(storedName(runId), storedName(workflow), time);
      return { run: Number(lastInsertRowid), length: 0, checksum: chainStart(runId) };
    },
    insert({ run, length, checksum }, { json, blobs }) {
      const next = { run, length: length + 1, checksum: chained(checksum, json, blobs) };
      addEvent.run(run, next.length, json, blobs.length, next.checksum);
      for (const [place, blob] of blobs.entries()) addBlob.run(run, next.length, place, blob);
      return next;
    },
    finish({ run }, { status, time }) {
      endRun.run(status, time, run);
    },
    read(runId, position, limit) {
      const number = numberOf(runId);
      return number === null ? [] : readEvents({ number, runId }, position, limit);
    },
  };
}
