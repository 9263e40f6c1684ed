import { existsSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { DefinitionError, StoreError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { runEvents } from "./fixtures/run-events.ts";
import { checkRelease, openDatabase } from "./open-database.ts";
import { sqliteStore } from "./sqlite-store.ts";

function refusalOf(path: string): string {
  try {
    sqliteStore(path).close();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(StoreError);
    return (thrown as Error).message.replaceAll(path, "PATH");
  }
  throw new Error("It was opened.");
}

describe("a file that is no store", () => {
  it.each([
    ["text", "not a database, ".repeat(100)],
    ["zeros", "\0".repeat(8192)],
  ])("is refused if it holds %s", (_, text) => {
    // biome-ignore format: one line
    const path = temporaryFile();
    writeFileSync(path, text);
    expect(refusalOf(path)).toBe(
      'The store "PATH" could not be opened: the file is no database of SQLite (file is not a database). Give the path of another file.',
    );
  });

  it("is refused if it is a database of something else, and stays as it is", () => {
    const path = temporaryFile();
    const foreign = new DatabaseSync(path);
    foreign.exec("CREATE TABLE notes (text)");
    foreign.close();
    expect(refusalOf(path)).toBe(
      'The store "PATH" could not be opened: the file is a database of something else. Give the path of another file.',
    );
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  it("is refused if it is a folder, or in none", () => {
    const path = temporaryFile();
    mkdirSync(path);
    const expected =
      'The store "PATH" could not be opened: the file cannot be opened (unable to open database file). Check that its folder is there and that the process may write to it.';
    expect(refusalOf(path)).toBe(expected);
    expect(refusalOf(temporaryFile("missing/runs.db"))).toBe(expected);
  });

  it("is refused if a table lacks a column, as it does after a bit of its name has changed", () => {
    const path = temporaryFile();
    sqliteStore(path).close();
    const other = new DatabaseSync(path);
    other.exec("ALTER TABLE events RENAME COLUMN blobs TO blabs");
    other.close();
    expect(refusalOf(path)).toBe(
      'The store "PATH" could not be opened: its tables are not those of a store (no such column: blobs). Restore it from a backup, or move it away to begin another one.',
    );
  });

  it("is refused if it is of a later release", () => {
    const path = temporaryFile();
    sqliteStore(path).close();
    const later = new DatabaseSync(path);
    later.exec("PRAGMA user_version = 99");
    later.close();
    expect(refusalOf(path)).toBe(
      'The store "PATH" is of schema version 99, and this release knows version 3. Use the release of Stepspan that wrote it, or a later one.',
    );
  });

  it("is refused if it is empty but has a log, which SQLite would throw away", async () => {
    const path = temporaryFile();
    const store = sqliteStore(path);
    await store.open("r").append(0, runEvents("r", 1));
    truncateSync(path, 0);
    expect(refusalOf(path)).toBe(
      'The store "PATH" could not be opened: the file is empty, but its log "PATH-wal" is not. Restore both from a backup, or move both away to begin another one.',
    );
    store.close();
  });
});

describe("a file that is empty", () => {
  it("is a new store: a process that is killed while it makes one leaves such a file", async () => {
    const path = temporaryFile();
    writeFileSync(path, "");
    const store = sqliteStore(path);
    expect((await store.runs.list()).map(({ runId }) => runId)).toEqual([]);
    store.close();
  });
});

describe("durability", () => {
  it.each([
    ["process", 1],
    ["power", 2],
  ] as const)("%s is SQLite's level %s of synchronous", (durability, level) => {
    // biome-ignore format: one line
    const database = openDatabase(temporaryFile(), durability);
    expect({ ...database.prepare("PRAGMA synchronous").get() }).toEqual({ synchronous: level });
    expect({ ...database.prepare("PRAGMA journal_mode").get() }).toEqual({ journal_mode: "wal" });
    database.close();
  });
});

describe("the release of SQLite", () => {
  it("has to be one that cannot damage the log", () => {
    for (const release of ["3.51.3", "3.51.10", "3.52.0", "4.0.0"]) expect(() => checkRelease(release)).not.toThrow();
    for (const release of ["3.51.2", "3.50.9", "2.99.99"]) expect(() => checkRelease(release)).toThrow(StoreError);
    expect(() => checkRelease("3.50.4")).toThrow(
      "This Node has SQLite 3.50.4, and sqliteStore needs 3.51.3 or later: earlier ones can damage a file that is written by several connections. Update Node.",
    );
  });
});

describe("options of sqliteStore", () => {
  it.each([
    [
      { durabilty: "power" },
      'sqliteStore got the unknown option "durabilty". Did you mean "durability"? Its options are durability, classes, maximumValueSize.',
    ],
    [{ durability: "full" }, 'sqliteStore got "full" as durability. Give "process" or "power".'],
    [{ classes: [] }, "sqliteStore got an object as classes. Give what createClassRegistry() gave."],
    [{ maximumValueSize: 0 }, "sqliteStore got 0 as maximumValueSize. Give a whole number of at least 1, or Infinity."],
    [null, "sqliteStore got null in place of its options. Give an object."],
  ])("are refused: %j", (options, message) => {
    // biome-ignore format: a table
    expect(() => sqliteStore("runs.db", options as object)).toThrow(new DefinitionError(message));
  });

  it("go with the path of a file", () => {
    const problem = "as its path. Give the path of a file";
    expect(() => sqliteStore("")).toThrow(`sqliteStore got "" ${problem}.`);
    expect(() => sqliteStore(5 as never)).toThrow(`sqliteStore got number ${problem}.`);
    expect(() => sqliteStore(":memory:")).toThrow(`sqliteStore got ":memory:" ${problem}, or use memoryStore().`);
  });
});
