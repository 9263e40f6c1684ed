import type { DatabaseSync } from "node:sqlite";
import { type Codec, fromJson, type Memo, type MemoStore, toJson } from "@stepspan/engine";
import { checksumOfMemo } from "./checksum.ts";
import type { Reading } from "./reading.ts";
import { storedName } from "./stored-name.ts";
import type { Writer } from "./writer.ts";

/** What memos are kept with. */
export interface MemosParts {
  readonly database: DatabaseSync;
  readonly reading: Reading;
  readonly writer: Writer;
  readonly codec: Codec;
}

/** A row, which may be damaged. */
interface MemoRow {
  readonly json: string;
  readonly expiresAt: number | null;
  readonly checksum: string;
}

/** Outputs that can be used again, in rows of a table. One that is damaged counts as not there: it can be made anew. */
export function createSqliteMemos({ database, reading, writer, codec }: MemosParts): MemoStore {
  const find = database.prepare("SELECT json, expires_at AS expiresAt, checksum FROM memos WHERE key = ?");
  const put = database.prepare("INSERT OR REPLACE INTO memos (key, json, expires_at, checksum) VALUES (?, ?, ?, ?)");
  const removeOver = database.prepare("DELETE FROM memos WHERE expires_at <= ?");

  const memoOf = ({ json, expiresAt }: MemoRow): Memo => {
    const { runId, path, time, output } = JSON.parse(json) as Readonly<Record<keyof Memo, never>>; // its checksum is right
    return Object.freeze({ runId, path, time, expiresAt, output: codec.decode(fromJson(output, what), what) });
  };

  return {
    read(key, now) {
      const stored = storedName(key);
      const row = reading("look up an output that can be used again", () => find.get(stored)) as MemoRow | undefined; // the columns that are asked for
      if (row === undefined || (row.expiresAt !== null && row.expiresAt <= now)) return null;
      return checksumOfMemo(stored, row.expiresAt, row.json) === row.checksum ? memoOf(row) : null;
    },
    async write(key, { runId, path, time, expiresAt, output }) {
      const json = JSON.stringify({ runId, path, time, output: toJson(codec.encode(output, what)) });
      const stored = storedName(key);
      const checksum = checksumOfMemo(stored, expiresAt, json);
      await writer.write({
        act: "keep an output that can be used again",
        perform: () => put.run(stored, json, expiresAt, checksum),
        undo: () => undefined,
      });
    },
    prune: (now) =>
      writer.write({
        act: "forget outputs that have expired",
        perform: () => Number(removeOver.run(now).changes),
        undo: () => undefined,
      }),
  };
}

const what = "An output that can be used again";
