import { type Codec, createCodec, type Journal, type RunIndex, StoreError } from "@stepspan/engine";
import { createJournalReader } from "./journal-reader.ts";
import { openToRead } from "./open-to-read.ts";
import { createReading } from "./reading.ts";
import { createRunRows } from "./run-rows.ts";
import { sqliteFailure } from "./sqlite-failure.ts";
import { createRunList } from "./sqlite-runs.ts";
import { type SqliteStoreOptions, settingsOf } from "./store-options.ts";

/** What a file holds, for tools: what would write is refused with a StoreError. */
export interface SqliteReader {
  open(runId: string): Journal;
  readonly runs: RunIndex;
  close(): void;
}

/** How values are read: with the classes of the engine, or by a codec that needs none, such as `createReadingCodec()`. */
export interface SqliteReaderOptions extends Pick<SqliteStoreOptions, "classes" | "maximumValueSize"> {
  /** In place of `classes` and `maximumValueSize`. */
  readonly codec?: Codec;
}

/**
 * Reads a store while engines write to it: `sqliteReader("runs.db").runs.list({ status: "failed" })`. Each call sees
 * what was committed before it.
 *
 * The file is neither made nor changed. SQLite's log and its index beside it may be made anew, so that the process has
 * to be allowed to write to the folder if no engine has the file open.
 *
 * @throws DefinitionError for options that make no sense
 * @throws StoreError for a file that is not there, is no store, is damaged, or is of another schema version
 */
export function sqliteReader(path: string, { codec: given, ...options }: SqliteReaderOptions = {}): SqliteReader {
  const { classes, maximumValueSize } = settingsOf(options);
  const database = openToRead(path, "sqliteReader");
  const limits = { maximumSize: maximumValueSize };
  const codec = given ?? createCodec({ ...(classes !== null && { classes }), limits });
  const refuse = (act: string) => () => {
    throw new StoreError(
      `The store ${JSON.stringify(path)} could not ${act}: sqliteReader only reads. Use sqliteStore(${JSON.stringify(path)}).`,
    );
  };
  try {
    const [rows, reading] = [createRunRows(database), createReading(database, path)];
    const read = createJournalReader({ database, rows, reading, codec });
    return {
      open: (runId) => ({
        append: refuse(`write to the journal of run ${JSON.stringify(runId)}`),
        read: (position, limit) => read(runId, position, limit),
      }),
      runs: { ...createRunList({ database, rows, reading }), prune: refuse("remove old runs") },
      close() {
        if (database.isOpen) database.close();
      },
    };
  } catch (thrown) {
    database.close();
    throw sqliteFailure(path, "be opened", thrown); // the statements do not fit the tables
  }
}
