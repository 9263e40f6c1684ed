import { openDatabase } from "./open-database.ts";
import { sqliteFailure } from "./sqlite-failure.ts";
import { createStoreOn, type SqliteStore } from "./store-on-database.ts";
import { type SqliteStoreOptions, settingsOf } from "./store-options.ts";

/**
 * Keeps events and states in a SQLite file, which is made if it is not there: `createEngine({ store: sqliteStore("runs.db") })`.
 *
 * Runs are there after a restart, and `engine.runs` shows those of the workflows that the engine was given. A run that
 * was open when its process ended does not go on by itself: take a snapshot in time, and give it to `engine.resume`.
 *
 * What becomes ready in one turn of the event loop is committed at once. Several processes can use one file, each with
 * runs of its own. Values that are not in `classes` are refused, as the engine does.
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
