import { openDatabase } from "./open-database.ts";
import { sqliteFailure } from "./sqlite-failure.ts";
import { createStoreOn, type SqliteStore } from "./store-on-database.ts";
import { type SqliteStoreOptions, settingsOf } from "./store-options.ts";

/**
 * Keeps runs, states, outputs for later runs and how long steps took in a SQLite file, which is made if it is not there:
 * `createEngine({ store: sqliteStore("runs.db") })`. One of an earlier release is brought up to date.
 *
 * What becomes ready in one turn of the event loop is committed at once. Several processes can use one file: each run
 * is owned by one engine at a time, and who lost a run is refused. An engine whose process is known to have ended, on
 * the same machine and on Linux in the same namespace of processes, has lost its runs at once; any other keeps them to
 * the end of its term. While another process writes, what is to be written waits, for 5 s at most, and timers go on.
 *
 * What is damaged is an error that names it. Events are checked when they are read, up to the length that the row of
 * their run tells; the row of a run when it is listed, taken or written to; states when they are read. A damaged output
 * for later runs counts as not there, and so does how long steps took. Values that are not in `classes` are refused, as
 * the engine does. To look into a file beside engines, use `sqliteReader`.
 *
 * @throws DefinitionError for options that make no sense
 * @throws StoreError for a file that is no store, is damaged, or was written by a later release, and where Node has a
 *   SQLite before 3.51.3
 */
export function sqliteStore(path: string, options: SqliteStoreOptions = {}): SqliteStore {
  const settings = settingsOf(options);
  const database = openDatabase(path, settings.durability);
  try {
    return createStoreOn(database, path, settings);
  } catch (thrown) {
    database.close();
    throw sqliteFailure(path, "be opened", thrown); // the statements do not fit the tables
  }
}
