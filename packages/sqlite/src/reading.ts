import type { DatabaseSync } from "node:sqlite";
import { sqliteFailure } from "./sqlite-failure.ts";
import { whileBusy } from "./while-busy.ts";

/**
 * Reads from one state of the file, whatever others write meanwhile.
 *
 * @param act what it does, for messages: `list its runs`
 * @throws StoreError that says so
 */
export type Reading = <Result>(act: string, read: () => Result) => Result;

export function createReading(database: DatabaseSync, path: string): Reading {
  const [begin, end] = [database.prepare("BEGIN"), database.prepare("COMMIT")];
  return (act, read) => {
    try {
      begin.run();
      try {
        return whileBusy(read); // its first query takes the lock
      } finally {
        if (database.isTransaction) end.run(); // an error may have ended it
      }
    } catch (thrown) {
      throw sqliteFailure(path, act, thrown);
    }
  };
}
