import type { DatabaseSync } from "node:sqlite";
import {
  type Codec,
  fromJson,
  type StateKey,
  type StateStore,
  StoreError,
  toJson,
  type VersionedValues,
} from "@stepspan/engine";
import { checksumOfState } from "./checksum.ts";
import { sqliteFailure } from "./sqlite-failure.ts";
import type { Writer } from "./writer.ts";

/** What states are kept with. */
export interface StatesParts {
  readonly path: string;
  readonly database: DatabaseSync;
  readonly writer: Writer;
  readonly codec: Codec;
}

const nothing: VersionedValues = Object.freeze({ values: Object.freeze({}), version: 0 });

/** Flow states and step states in rows of a table. */
export function createSqliteStates({ path, database, writer, codec }: StatesParts): StateStore {
  const find = database.prepare("SELECT version, json, checksum FROM states WHERE key = ?");
  const add = database.prepare(
    "INSERT INTO states (key, version, json, checksum) VALUES (?, 1, ?, ?) ON CONFLICT (key) DO NOTHING",
  );
  const replace = database.prepare(
    "UPDATE states SET version = version + 1, json = ?, checksum = ? WHERE key = ? AND version = ?",
  );
  const put = (key: string, version: number, json: string) => {
    const checksum = checksumOfState(key, version + 1, json);
    return version === 0 ? add.run(key, json, checksum) : replace.run(json, checksum, key, version);
  };

  const readStored = (key: StateKey): VersionedValues => {
    const stored = keyText(key);
    const row = find.get(stored);
    if (row === undefined) return nothing;
    const { version, json, checksum } = row as { version: number; json: string; checksum: string }; // a strict table
    if (checksumOfState(stored, version, json) !== checksum) throw damaged(key);
    const what = `The ${named(key)}`;
    return { values: codec.decode(fromJson(JSON.parse(json), what), what) as VersionedValues["values"], version }; // values were written
  };

  return {
    read(key) {
      try {
        return readStored(key);
      } catch (thrown) {
        throw sqliteFailure(path, `read the ${named(key)}`, thrown);
      }
    },
    async write(key, version, values) {
      const json = JSON.stringify(toJson(codec.encode(values, `The ${named(key)}`)));
      return writer.write({
        act: `write the ${named(key)}`,
        perform: () => put(keyText(key), version, json).changes === 1,
        undo: () => undefined,
      });
    },
  };
}

/** JSON escapes what a column cannot hold, and shows where each name ends. */
function keyText({ workflow, step }: StateKey): string {
  return JSON.stringify([workflow, step]);
}

function named({ workflow, step }: StateKey): string {
  const owner = `workflow ${JSON.stringify(workflow)}`;
  return step === null ? `flow state of ${owner}` : `state of step ${JSON.stringify(step)} of ${owner}`;
}

function damaged(key: StateKey): StoreError {
  return new StoreError(
    `The ${named(key)} is damaged: it is not what was written. Restore the file from a backup, or remove its row to begin with nothing.`,
  );
}
