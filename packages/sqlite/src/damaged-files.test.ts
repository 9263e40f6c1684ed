import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type RunEvent, StoreError } from "@stepspan/engine";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { trials } from "../../../test/support/random-trials.ts";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { appendAll, runEvents } from "./fixtures/run-events.ts";
import { sqliteStore } from "./sqlite-store.ts";

const runIds = ["first", "second"];
const eventsOf = (runId: string) => runEvents(runId, 40, "text ".repeat(30));
const state = { workflow: "w", step: "s" };

/** A file whose rows are all in its log, and one whose rows are all in the file itself. */
let [logged, checkpointed] = ["", ""];
let keep: string;

beforeAll(async () => {
  keep = mkdtempSync(join(tmpdir(), "stepspan-damage-"));
  logged = join(keep, "logged.db");
  checkpointed = join(keep, "checkpointed.db");
  const path = join(keep, "runs.db");
  const store = sqliteStore(path);
  for (const runId of runIds) await appendAll(store.open(runId), eventsOf(runId), 4);
  await store.states.write(state, 0, { a: 1 });
  for (const suffix of ["", "-wal"]) copyFileSync(`${path}${suffix}`, `${logged}${suffix}`);
  store.close();
  copyFileSync(path, checkpointed);
  return () => rmSync(keep, { recursive: true });
});

describe("a log that is cut", () => {
  it("gives the transactions before the cut, whole", async () => {
    const size = statSync(`${logged}-wal`).size;
    const cut = fc.integer({ min: 0, max: size });
    await fc.assert(
      fc.asyncProperty(cut, async (length) => {
        const path = copyOf(logged);
        truncateSync(`${path}-wal`, length);
        const lengths = await lengthsOfPrefixes(path);
        expect(lengths.every((count) => count === null || count % 4 === 0)).toBe(true);
      }),
      trials("cut logs", 40),
    );
  });
});

describe("a single bit that is flipped", () => {
  it.each(["main", "log"] as const)("in the %s file is a named error, or leaves a prefix", async (place) => {
    const [source, suffix] = place === "main" ? [checkpointed, ""] : [logged, "-wal"];
    const size = statSync(`${source}${suffix}`).size;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const path = copyOf(source);
        const bytes = readFileSync(`${path}${suffix}`);
        bytes[at]! ^= 1 << bit;
        writeFileSync(`${path}${suffix}`, bytes);
        await lengthsOfPrefixes(path);
      }),
      trials(`flipped bits in the ${place} file`, 100),
    );
  });
});

describe("a damaged row", () => {
  it("is an error that names its run and its place, and other runs are read", async () => {
    const path = copyOf(checkpointed);
    change(path, "UPDATE events SET json = replace(json, 'text', 'TEXT') WHERE run = 1 AND sequence = 7");
    const store = sqliteStore(path);
    expect(() => store.open("first").read(0, Infinity)).toThrow(
      new StoreError(
        'Event 7 of run "first" is damaged or missing: it is not what was written. Restore the file from a backup, or run the workflow again; other runs can still be read.',
      ),
    );
    expect(await store.open("first").read(0, 6)).toEqual(eventsOf("first").slice(0, 6));
    expect(await store.open("first").read(7, 2)).toEqual(eventsOf("first").slice(7, 9));
    expect(await store.open("second").read(0, Infinity)).toEqual(eventsOf("second"));
    store.close();
  });

  it.each([
    ["that is gone", "DELETE FROM events WHERE run = 1 AND sequence = 7"],
    [
      "that is in another's place",
      "UPDATE events SET json = (SELECT json FROM events WHERE run = 1 AND sequence = 8) WHERE run = 1 AND sequence = 7",
    ],
    [
      "of another run, with its checksum,",
      "UPDATE events SET (json, checksum) = (SELECT json, checksum FROM events WHERE run = 2 AND sequence = 7) WHERE run = 1 AND sequence = 7",
    ],
  ])("%s is the same error", (_, sql) => {
    // biome-ignore format: a table
    const path = copyOf(checkpointed);
    change(path, sql);
    const store = sqliteStore(path);
    expect(() => store.open("first").read(0, Infinity)).toThrow('Event 7 of run "first" is damaged or missing');
    store.close();
  });

  it("of a state is an error that names whose it is", () => {
    const path = copyOf(checkpointed);
    change(path, "UPDATE states SET version = 5");
    const store = sqliteStore(path);
    expect(() => store.states.read(state)).toThrow(
      new StoreError(
        'The state of step "s" of workflow "w" is damaged: it is not what was written. Restore the file from a backup, or remove its row to begin with nothing.',
      ),
    );
    store.close();
  });
});

/** How many events each run has, all as they were written; null for what cannot be read, with a named error. */
async function lengthsOfPrefixes(path: string): Promise<(number | null)[]> {
  const store = orNull(() => sqliteStore(path));
  if (store === null) return [];
  try {
    orNull(() => store.runs.list());
    const values = orNull(() => store.states.read(state));
    if (values !== null) expect([{ a: 1 }, {}]).toContainEqual((await values).values);
    return await Promise.all(
      runIds.map(async (runId) => {
        const events = (await orNull(() => store.open(runId).read(0, Infinity))) as readonly RunEvent[] | null; // it gives events
        if (events !== null) expect(events).toEqual(eventsOf(runId).slice(0, events.length));
        return events?.length ?? null;
      }),
    );
  } finally {
    orNull(() => store.close());
  }
}

function orNull<Result>(act: () => Result): Result | null {
  try {
    return act();
  } catch (thrown) {
    if (thrown instanceof StoreError) return null;
    throw thrown;
  }
}

function copyOf(source: string): string {
  const path = temporaryFile();
  copyFileSync(source, path);
  const log = statSync(`${source}-wal`, { throwIfNoEntry: false });
  if (log !== undefined) copyFileSync(`${source}-wal`, join(dirname(path), "runs.db-wal"));
  return path;
}

function change(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  expect(database.prepare(sql).run().changes).toBe(1);
  database.close();
}
