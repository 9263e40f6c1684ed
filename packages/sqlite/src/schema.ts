/** Marks a file as a store of Stepspan: "Step" in ASCII. */
export const applicationId = 0x53746570;

/**
 * What each version of the schema adds to the one before it; `user_version` says which one a file has. Rows of events
 * are short, so that they lie in the index itself; those with bytes do not.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE runs (
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
];
