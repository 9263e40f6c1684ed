import { statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { checksumOfState } from "./checksum.ts";
import { createRunInspector, type RunInspection } from "./inspected-run.ts";
import { versionOf } from "./open-database.ts";
import { openToRead } from "./open-to-read.ts";
import { createReading } from "./reading.ts";
import { type RunRow, runColumns } from "./run-row.ts";
import { createRunRows } from "./run-rows.ts";
import { sqliteFailure } from "./sqlite-failure.ts";

/** What a file is made of, for tools that look after it. */
export interface StoreInspection {
  readonly schemaVersion: number;
  /** The release of SQLite with which it is read. */
  readonly sqliteRelease: string;
  readonly bytes: { readonly file: number; readonly log: number };
  /** How many there are. */
  readonly counts: { readonly runs: number; readonly states: number; readonly memos: number };
  /** What SQLite finds wrong with the structure of the file, in its words; empty if nothing is. Reads the whole file. */
  structure(): readonly string[];
  /** Each run, with the checksums of all of its events; one at a time, in the order in which they began. */
  runs(): Iterable<RunInspection>;
  /** Each flow state and step state. */
  states(): Iterable<StateInspection>;
  close(): void;
}

/** A flow state or a step state. */
export interface StateInspection {
  /** `["workflow",null]` for a flow state, `["workflow","step"]` for the state of a step. */
  readonly key: string;
  readonly isDamaged: boolean;
}

/** Runs that are listed at once. */
const page = 200;

/**
 * Looks into the file of a store for what is wrong with it: `inspectStore("runs.db").runs()`. Engines may write to it
 * meanwhile; it is not changed.
 *
 * @throws DefinitionError for what is no path
 * @throws StoreError for a file that is not there, is no store, or is of another schema version
 */
export function inspectStore(path: string): StoreInspection {
  const database = openToRead(path, "inspectStore");
  try {
    return inspectionOf(database, path);
  } catch (thrown) {
    database.close();
    throw sqliteFailure(path, "be opened", thrown); // the statements do not fit the tables
  }
}

function inspectionOf(database: DatabaseSync, path: string): StoreInspection {
  const [rows, reading] = [createRunRows(database), createReading(database, path)];
  const inspect = createRunInspector({ database, rows, reading });
  const listRuns = database.prepare(`SELECT ${runColumns} FROM runs WHERE number > ? ORDER BY number LIMIT ${page}`);
  const listStates = database.prepare(`SELECT key, version, json, checksum FROM states WHERE key > ? ORDER BY key LIMIT ${page}`); // biome-ignore format: one line
  const countOf = (table: "runs" | "states" | "memos") =>
    reading("be counted", () => Number(database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count));

  return {
    schemaVersion: versionOf(database),
    sqliteRelease: process.versions.sqlite ?? "",
    bytes: { file: sizeOf(path), log: sizeOf(`${path}-wal`) },
    counts: { runs: countOf("runs"), states: countOf("states"), memos: countOf("memos") },
    structure() {
      const found = reading("be checked", () => database.prepare("PRAGMA quick_check(20)").all());
      return found.map((row) => String(Object.values(row)[0])).filter((problem) => problem !== "ok");
    },
    *runs() {
      for (let last = -1; ; ) {
        const listed = reading("list its runs", () => listRuns.all(last)) as unknown as readonly RunRow[]; // the columns that are asked for
        for (const row of listed) yield inspect(row, Date.now());
        if (listed.length < page) return;
        last = listed.at(-1)!.number; // it has a page of them
      }
    },
    *states() {
      for (let last = ""; ; ) {
        const listed = reading("list its states", () => listStates.all(last)) as unknown as readonly StateRow[]; // the columns that are asked for
        for (const { key, version, json, checksum } of listed) {
          yield { key, isDamaged: checksumOfState(key, version, json) !== checksum };
        }
        if (listed.length < page) return;
        last = listed.at(-1)!.key; // it has a page of them
      }
    },
    close() {
      if (database.isOpen) database.close();
    },
  };
}

interface StateRow {
  readonly key: string;
  readonly version: number;
  readonly json: string;
  readonly checksum: string;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
