import { statSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DefinitionError, StoreError } from "@stepspan/engine";
import { applicationId, migrateFrom, migrations } from "./schema.ts";
import { lockWaitMs, sqliteFailure } from "./sqlite-failure.ts";
import type { Durability } from "./store-options.ts";
import { whileBusy } from "./while-busy.ts";

/** Earlier ones can damage a file in WAL mode. @see https://www.sqlite.org/wal.html#walresetbug */
const oldestRelease = [3, 51, 3] as const;

/**
 * Opens the file of a store, and makes it if it is not there.
 *
 * @throws DefinitionError for what is no path
 * @throws StoreError for a file that is no store, or one of a later release, and for a SQLite that is too old
 */
export function openDatabase(path: string, durability: Durability): DatabaseSync {
  checkPath(path);
  checkRelease(process.versions.sqlite);
  let database: DatabaseSync | null = null;
  try {
    checkLog(path);
    database = new DatabaseSync(resolve(path), { timeout: lockWaitMs });
    prepare(database, path, durability);
    return database;
  } catch (thrown) {
    if (database?.isOpen) database.close();
    throw sqliteFailure(path, "be opened", thrown);
  }
}

/** @throws StoreError for a release of SQLite that is too old */
export function checkRelease(release: string | undefined): void {
  const parts = (release ?? "0").split(".").map(Number);
  const differing = oldestRelease.findIndex((part, index) => part !== (parts[index] ?? 0));
  if (differing === -1 || (parts[differing] ?? 0) > oldestRelease[differing]!) return; // an index of it
  throw new StoreError(
    `This Node has SQLite ${release ?? "in no release that it names"}, and sqliteStore needs ${oldestRelease.join(".")} or later: earlier ones can damage a file that is written by several connections. Update Node.`,
  );
}

/** @param by the function that was called @throws DefinitionError for what is no path */
export function checkPath(path: unknown, by = "sqliteStore"): void {
  if (typeof path !== "string" || path === "") {
    throw new DefinitionError(
      `${by} got ${typeof path === "string" ? '""' : typeof path} as its path. Give the path of a file.`,
    );
  }
  if (path !== ":memory:") return;
  throw new DefinitionError(`${by} got ":memory:" as its path. Give the path of a file, or use memoryStore().`);
}

/** SQLite would throw the log away: a file that is being made is never empty while it has one. */
function checkLog(path: string): void {
  const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? null;
  if (sizeOf(path) !== 0 || (sizeOf(`${path}-wal`) ?? 0) === 0) return;
  throw new StoreError(
    `The store ${JSON.stringify(path)} could not be opened: the file is empty, but its log ${JSON.stringify(`${path}-wal`)} is not. Restore both from a backup, or move both away to begin another one.`,
  );
}

function prepare(database: DatabaseSync, path: string, durability: Durability): void {
  refuseForeign(database, path);
  // Views and triggers of a file that somebody else made must not call functions.
  database.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
  const mode = whileBusy(() => answerOf(database, "PRAGMA journal_mode = WAL"));
  if (mode !== "wal") {
    throw new StoreError(
      `The store ${JSON.stringify(path)} could not be opened: its file system does not take SQLite's write-ahead log. Put the file on a disk of this machine.`,
    );
  }
  database.exec(`PRAGMA synchronous = ${durability === "power" ? "FULL" : "NORMAL"}`);
  // Fewer waits for the disk, for a log of up to 16 MiB: a page that changes often is moved to the file less often.
  database.exec("PRAGMA wal_autocheckpoint = 4000");
  whileBusy(() => migrate(database));
}

/** @throws StoreError for a file of something else, or of a later release */
export function refuseForeign(database: DatabaseSync, path: string): void {
  const [id, version] = [answerOf(database, "PRAGMA application_id"), versionOf(database)];
  const isEmpty = answerOf(database, "SELECT count(*) FROM sqlite_schema") === 0;
  if (id !== applicationId && !(isEmpty && id === 0)) {
    throw new StoreError(
      `The store ${JSON.stringify(path)} could not be opened: the file is a database of something else. Give the path of another file.`,
    );
  }
  if (version > migrations.length) {
    throw new StoreError(
      `The store ${JSON.stringify(path)} is of schema version ${version}, and this release knows version ${migrations.length}. Use the release of Stepspan that wrote it, or a later one.`,
    );
  }
}

/** Looks again inside the transaction: another process may have been first. */
function migrate(database: DatabaseSync): void {
  if (versionOf(database) === migrations.length) return;
  database.exec("BEGIN IMMEDIATE");
  try {
    migrateFrom(database, versionOf(database));
    database.exec("COMMIT");
  } catch (thrown) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw thrown;
  }
}

/** The version of its schema; 0 for an empty file. */
export function versionOf(database: DatabaseSync): number {
  return Number(answerOf(database, "PRAGMA user_version"));
}

function answerOf(database: DatabaseSync, sql: string): unknown {
  return Object.values(database.prepare(sql).get() ?? {})[0];
}
