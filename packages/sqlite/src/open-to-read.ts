import { statSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "@stepspan/engine";
import { checkPath, checkRelease, refuseForeign, versionOf } from "./open-database.ts";
import { migrations } from "./schema.ts";
import { lockWaitMs, sqliteFailure } from "./sqlite-failure.ts";

/**
 * Opens the file of a store without changing it.
 *
 * @param by the function that was called
 * @throws DefinitionError for what is no path
 * @throws StoreError for a file that is not there, is no store, or is of another schema version
 */
export function openToRead(path: string, by: string): DatabaseSync {
  checkPath(path, by);
  checkRelease(process.versions.sqlite);
  let database: DatabaseSync | null = null;
  try {
    if (statSync(path, { throwIfNoEntry: false }) === undefined) throw notThere(path, by);
    database = new DatabaseSync(resolve(path), { readOnly: true, timeout: lockWaitMs });
    database.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
    refuseForeign(database, path);
    refuseOlder(database, path, by);
    return database;
  } catch (thrown) {
    if (database?.isOpen) database.close();
    throw sqliteFailure(path, "be opened", thrown);
  }
}

function notThere(path: string, by: string): StoreError {
  return new StoreError(
    `The store ${JSON.stringify(path)} could not be opened: there is no such file, and ${by} makes none. Give the path of the file that sqliteStore writes.`,
  );
}

function refuseOlder(database: DatabaseSync, path: string, by: string): void {
  const version = versionOf(database);
  if (version === migrations.length) return;
  throw new StoreError(
    `The store ${JSON.stringify(path)} is of schema version ${version}, and ${by} reads version ${migrations.length}. Open it once with sqliteStore, which brings it up to date.`,
  );
}
