import type { DatabaseSync } from "node:sqlite";
import { createCodec, type Store } from "@stepspan/engine";
import { createEventRows } from "./event-rows.ts";
import { sqliteFailure } from "./sqlite-failure.ts";
import { SqliteJournal } from "./sqlite-journal.ts";
import { createSqliteStates } from "./sqlite-states.ts";
import type { StoreSettings } from "./store-options.ts";
import { Writer } from "./writer.ts";

/** A store in a file. */
export interface SqliteStore extends Store {
  /** Writes what waits and closes the file. To be called when the engines that use it are closed. */
  close(): void;
}

/** A store on a database that `openDatabase` has prepared. */
export function createStoreOn(
  database: DatabaseSync,
  path: string,
  { classes, maximumValueSize }: Pick<StoreSettings, "classes" | "maximumValueSize">,
): SqliteStore {
  const codec = createCodec({ ...(classes !== null && { classes }), limits: { maximumSize: maximumValueSize } });
  const writer = new Writer(database, path);
  const rows = createEventRows(database);
  const parts = { path, rows, writer, codec };
  return {
    open: (runId) => new SqliteJournal(runId, parts),
    list() {
      try {
        return rows.runIds();
      } catch (thrown) {
        throw sqliteFailure(path, "list its runs", thrown);
      }
    },
    states: createSqliteStates({ path, database, writer, codec }),
    close() {
      if (!database.isOpen) return;
      writer.flush();
      database.close();
    },
  };
}
