import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DefinitionError, StoreError } from "@stepspan/engine";
import { describe, expect, it, onTestFinished } from "vitest";
import { startProgram } from "../../../test/support/child-program.ts";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { runEvents } from "./fixtures/run-events.ts";
import { createFileOfVersion1 } from "./fixtures/version-1-file.ts";
import { sqliteReader } from "./sqlite-reader.ts";
import { sqliteStore } from "./sqlite-store.ts";

describe("sqliteReader", () => {
  it("reads what a process has written, while that goes on writing", async () => {
    const path = temporaryFile();
    const child = startProgram(join(import.meta.dirname, "fixtures/own-until-killed.ts"), path, "writer");
    await once(child.stdout, "data");
    const reader = openedReader(path);
    const lengths: number[] = [];
    while (new Set(lengths).size < 10) {
      const events = await reader.open("r").read(0, Infinity);
      expect(events).toEqual(runEvents("r", events.length));
      const [run] = await reader.runs.list();
      expect(run).toMatchObject({ runId: "r", status: "running", lease: { owner: "writer", epoch: 1 } });
      expect(run?.events).toBeGreaterThanOrEqual(events.length);
      lengths.push(events.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(lengths).toEqual(lengths.toSorted((one, other) => one - other));
    expect(await reader.runs.get("unknown")).toBe(null);
  });

  it("refuses to write, and says what to use", async () => {
    const path = temporaryFile();
    sqliteStore(path).close();
    const reader = openedReader(path);
    const problems = [
      () => reader.open("r").append(0, runEvents("r", 1)),
      () => reader.runs.prune({ status: "failed", limit: 1 }),
    ].map((act) => messageOf(act, path));
    expect(problems).toEqual([
      'The store "PATH" could not write to the journal of run "r": sqliteReader only reads. Use sqliteStore("PATH").',
      'The store "PATH" could not remove old runs: sqliteReader only reads. Use sqliteStore("PATH").',
    ]);
    reader.close();
    expect(messageOf(() => reader.runs.list(), path)).toContain(
      'The store "PATH" could not list its runs: it is closed (',
    );
  });

  it("makes no file, and leaves one of an earlier version as it is", async () => {
    const missing = temporaryFile();
    expect(messageOf(() => sqliteReader(missing), missing)).toBe(
      'The store "PATH" could not be opened: there is no such file, and sqliteReader makes none. Give the path of the file that sqliteStore writes.',
    );
    expect(readdirSync(dirname(missing))).toEqual([]);
    const old = temporaryFile();
    createFileOfVersion1(old, []);
    expect(messageOf(() => sqliteReader(old), old)).toBe(
      'The store "PATH" is of schema version 1, and sqliteReader reads version 3. Open it once with sqliteStore, which brings it up to date.',
    );
    const foreign = temporaryFile();
    const database = new DatabaseSync(foreign);
    database.exec("CREATE TABLE notes (text)");
    database.close();
    expect(messageOf(() => sqliteReader(foreign), foreign)).toContain("the file is a database of something else");
    expect(existsSync(`${foreign}-wal`)).toBe(false);
  });

  it("refuses what is no path", () => {
    expect(() => sqliteReader("")).toThrow(
      new DefinitionError('sqliteReader got "" as its path. Give the path of a file.'),
    );
  });
});

function openedReader(path: string) {
  const reader = sqliteReader(path);
  onTestFinished(() => reader.close());
  return reader;
}

function messageOf(act: () => unknown, path: string): string {
  try {
    act();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(StoreError);
    return (thrown as Error).message.replaceAll(path, "PATH");
  }
  throw new Error("Nothing was thrown.");
}
