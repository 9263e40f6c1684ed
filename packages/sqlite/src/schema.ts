import type { DatabaseSync } from "node:sqlite";
import { fillRunRows } from "./fill-run-rows.ts";

/** Marks a file as a store of Stepspan: "Step" in ASCII. */
export const applicationId = 0x53746570;

/**
 * What each version of the schema adds to the one before it; `user_version` says which one a file has. Rows of events
 * are short, so that they lie in the index itself; those with bytes do not.
 */
export const migrations: readonly Migration[] = [
  {
    sql: `CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL UNIQUE,
    workflow TEXT NOT NULL,
    status TEXT NOT NULL,
    started_at REAL,
    finished_at REAL
  ) STRICT;
  CREATE TABLE events (
    run INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    json TEXT NOT NULL,
    blobs INTEGER NOT NULL,
    checksum TEXT NOT NULL,
    PRIMARY KEY (run, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE blobs (
    run INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    place INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (run, sequence, place)
  ) STRICT;
  CREATE TABLE states (
    key TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    json TEXT NOT NULL,
    checksum TEXT NOT NULL
  ) STRICT;`,
  },
  {
    // Of a run: how many events it has and the checksum of the last; when it is due, -Infinity for at any time and
    // NULL for never again; who has it; a checksum of its row. The columns that change with each append are in no
    // index. An index ends with the number of the run, so that what is alike comes in the order in which runs began.
    sql: `ALTER TABLE runs ADD COLUMN length INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE runs ADD COLUMN head TEXT NOT NULL DEFAULT '';
  ALTER TABLE runs ADD COLUMN due_at REAL;
  ALTER TABLE runs ADD COLUMN owner TEXT;
  ALTER TABLE runs ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE runs ADD COLUMN checksum TEXT NOT NULL DEFAULT '';
  CREATE TABLE owners (
    owner TEXT PRIMARY KEY,
    until REAL NOT NULL,
    namespace TEXT NOT NULL,
    process INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE memos (
    key TEXT PRIMARY KEY,
    json TEXT NOT NULL,
    expires_at REAL,
    checksum TEXT NOT NULL
  ) STRICT;`,
    fill: fillRunRows,
    indexes: `CREATE INDEX runs_by_status ON runs (status);
  CREATE INDEX runs_by_workflow ON runs (workflow);
  CREATE INDEX runs_by_workflow_and_status ON runs (workflow, status);
  CREATE INDEX runs_by_start ON runs (started_at);
  CREATE INDEX runs_by_end ON runs (finished_at, number, status) WHERE finished_at IS NOT NULL;
  CREATE INDEX runs_by_due_time ON runs (due_at, status) WHERE due_at IS NOT NULL;
  CREATE INDEX runs_by_owner ON runs (owner, status, due_at, number, workflow) WHERE due_at IS NOT NULL;
  CREATE INDEX memos_by_end ON memos (expires_at) WHERE expires_at IS NOT NULL;`,
  },
  {
    // One row for each version of a workflow, with all its steps: it is read and written as a whole. Writing it anew
    // gives it a new rowid, so that these are in the order in which versions were noted last.
    sql: `CREATE TABLE durations (
    key TEXT PRIMARY KEY,
    json TEXT NOT NULL,
    checksum TEXT NOT NULL
  ) STRICT;`,
  },
];

interface Migration {
  readonly sql: string;
  /** Gives the new columns their values. */
  readonly fill?: (database: DatabaseSync) => void;
  /** Made when the columns have their values. */
  readonly indexes?: string;
}

/** Brings a file to the newest version, inside a transaction. @param version the one that it has */
export function migrateFrom(database: DatabaseSync, version: number): void {
  for (const { sql, fill, indexes } of migrations.slice(version)) {
    database.exec(sql);
    fill?.(database);
    if (indexes !== undefined) database.exec(indexes);
  }
  database.exec(`PRAGMA user_version = ${migrations.length}; PRAGMA application_id = ${applicationId}`);
}
