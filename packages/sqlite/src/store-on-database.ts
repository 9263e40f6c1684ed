import type { DatabaseSync } from "node:sqlite";
import { createCodec, type Store } from "@stepspan/engine";
import { createEventInserter } from "./event-rows.ts";
import { createJournalReader } from "./journal-reader.ts";
import { createPruning } from "./prune-runs.ts";
import { createReading } from "./reading.ts";
import { createRunRows } from "./run-rows.ts";
import { createSqliteDurations } from "./sqlite-durations.ts";
import { busyTimeoutMs } from "./sqlite-failure.ts";
import { SqliteJournal } from "./sqlite-journal.ts";
import { createSqliteLeases } from "./sqlite-leases.ts";
import { createSqliteMemos } from "./sqlite-memos.ts";
import { createRunList } from "./sqlite-runs.ts";
import { createSqliteStates } from "./sqlite-states.ts";
import type { StoreSettings } from "./store-options.ts";
import { Writer } from "./writer.ts";

/** A store in a file. */
export interface SqliteStore extends Store {
  /** Writes what waits and closes the file. To be called when the engines that use it are closed. */
  close(): void;
}

/** What a store on a database is made with. */
export type DatabaseSettings = Pick<StoreSettings, "classes" | "maximumValueSize"> & {
  /** How long a write waits for other processes. */
  readonly busyTimeoutMs?: number;
};

/** A store on a database that `openDatabase` has prepared. */
export function createStoreOn(database: DatabaseSync, path: string, settings: DatabaseSettings): SqliteStore {
  const { classes, maximumValueSize } = settings;
  const codec = createCodec({ ...(classes !== null && { classes }), limits: { maximumSize: maximumValueSize } });
  const writer = new Writer(database, path, settings.busyTimeoutMs ?? busyTimeoutMs);
  const [rows, reading] = [createRunRows(database), createReading(database, path)];
  const read = createJournalReader({ database, rows, reading, codec });
  const parts = { rows, insertEvents: createEventInserter(database), writer, codec, read };
  const prune = createPruning(database);
  return {
    open: (runId, lease) => new SqliteJournal(runId, lease ?? null, parts),
    runs: {
      ...createRunList({ database, rows, reading }),
      prune: (rule) => writer.write({ act: "remove old runs", perform: () => prune(rule), undo: () => undefined }),
    },
    leases: createSqliteLeases({ database, rows, writer }),
    states: createSqliteStates({ path, database, writer, codec }),
    memos: createSqliteMemos({ database, reading, writer, codec }),
    durations: createSqliteDurations({ database, reading, writer }),
    isShared: true,
    checkValue(recorded, what) {
      if (!isSurelySmall(recorded, maximumValueSize)) codec.encode(recorded, what);
    },
    close() {
      if (!database.isOpen) return;
      writer.flush();
      database.close();
    },
  };
}

/** Most outputs are. JSON writes no character of a text with more than six. */
function isSurelySmall(value: unknown, maximumSize: number): boolean {
  if (typeof value === "string") return 6 * value.length + 100 < maximumSize;
  return (typeof value !== "object" || value === null) && typeof value !== "bigint" && maximumSize > 100;
}
