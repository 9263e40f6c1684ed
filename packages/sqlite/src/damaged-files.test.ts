import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type RunEvent, type Store, type StoredRun, StoreError, type TakenRun } from "@stepspan/engine";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { trials } from "../../../test/support/random-trials.ts";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { appendAll, runEvents } from "./fixtures/run-events.ts";
import { sqliteStore } from "./sqlite-store.ts";

const runIds = ["first", "second"];
const eventsOf = (runId: string) => runEvents(runId, 40, "text ".repeat(30));
const state = { workflow: "w", step: "s" };
const memo = { runId: "first", path: "a", output: { a: 1 }, time: 5, expiresAt: 9000 };
const took = new Map([["a", { mean: 10, count: 2 }]]);
/** What the list of runs says in the end; what it said before has fewer events. */
const stored: readonly StoredRun[] = runIds.map((runId) => ({
  ...{ runId, workflow: "w", status: "running", startedAt: 1000, finishedAt: null, events: 40, dueAt: null },
  lease: runId === "second" ? { owner: "one", epoch: 2 } : null,
}));

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
  await store.leases.renew("one", { now: 0, until: 1e15 });
  await store.leases.take("one", { now: 0, runId: "second", limit: 1 });
  await store.memos.write("key", memo);
  await store.durations.note("w", "1", took);
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

  it.each([
    ["of the end of a run, cut off with all behind it,", "DELETE FROM events WHERE run = 1 AND sequence = 40", 40],
    ["of the length of a run, too long,", "UPDATE runs SET length = 41 WHERE number = 1", 41],
    ["of the length of a run, too short,", "UPDATE runs SET length = 36 WHERE number = 1", 36],
    ["of the last checksum of a run", "UPDATE runs SET head = 'x' || substr(head, 2) WHERE number = 1", 40],
  ])("%s is an error when the run is read to its end", async (_, sql, sequence) => {
    // biome-ignore format: a table
    const path = copyOf(checkpointed);
    change(path, sql);
    const store = sqliteStore(path);
    expect(() => store.open("first").read(0, Infinity)).toThrow(
      `Event ${sequence} of run "first" is damaged or missing`,
    );
    expect(await store.open("first").read(0, 30)).toEqual(eventsOf("first").slice(0, 30));
    expect(await store.open("second").read(0, Infinity)).toEqual(eventsOf("second"));
    store.close();
  });

  it.each([
    "status = 'parked'",
    "due_at = 5",
    "finished_at = 5, due_at = NULL",
    "owner = 'ona'",
    "epoch = 4",
    "started_at = 1001",
    "workflow = 'v'",
  ])(
    "of a run, where a bit has made %s, is not listed, not taken and not written to; its events are read",
    async (values) => {
      const path = copyOf(checkpointed);
      change(path, `UPDATE runs SET ${values} WHERE number = 2`);
      const store = sqliteStore(path);
      const problem = new StoreError(
        'Run "second" cannot be listed or continued: its row is not what was written. Restore the file from a backup; the events of the run may still be read.',
      );
      expect(() => store.runs.get("second")).toThrow(problem);
      expect(() => store.runs.list()).toThrow(problem);
      expect(await store.runs.list({ limit: 1 })).toEqual(stored.slice(0, 1));
      expect(await store.open("second").read(0, Infinity)).toEqual(eventsOf("second"));
      const added = runEvents("second", 41, "text ".repeat(30)).slice(40);
      await expect(Promise.resolve(store.open("second").append(40, added))).rejects.toThrow(problem);
      const taken = await store.leases.take("three", { now: 1e16, limit: 10 });
      expect(taken.map(({ runId }) => runId)).toEqual(["first"]);
      expect(await store.leases.take("three", { now: 1e16, runId: "second", limit: 1 })).toEqual([]);
      store.close();
    },
  );

  it("that a run should not have yet refuses its writer alone", async () => {
    const path = copyOf(checkpointed);
    change(
      path,
      "INSERT INTO events SELECT run, 45, json, blobs, checksum FROM events WHERE run = 1 AND sequence = 40",
    );
    const store = sqliteStore(path);
    const longer = (runId: string) => runEvents(runId, 60, "text ".repeat(30));
    const [first, second] = runIds.map(async (runId) => store.open(runId).append(40, longer(runId).slice(40)));
    await expect(first).rejects.toThrow('Run "first" cannot be listed or continued');
    await second;
    expect(await store.open("first").read(0, Infinity)).toEqual(eventsOf("first"));
    expect(await store.open("second").read(0, Infinity)).toEqual(longer("second"));
    store.close();
  });

  it("of an output that can be used again counts as not there, and is replaced", async () => {
    const path = copyOf(checkpointed);
    change(path, "UPDATE memos SET expires_at = 9001");
    const store = sqliteStore(path);
    expect(await store.memos.read("key", 0)).toBe(null);
    await store.memos.write("key", memo);
    expect(await store.memos.read("key", 0)).toEqual(memo);
    store.close();
  });

  it("of how long steps took counts as not there, and it is learned anew", async () => {
    const path = copyOf(checkpointed);
    change(path, "UPDATE durations SET json = replace(json, '10', '90')");
    const store = sqliteStore(path);
    expect(await store.durations.read("w", "1")).toEqual(new Map());
    await store.durations.note("w", "1", took);
    expect(await store.durations.read("w", "1")).toEqual(took);
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
    const listed = (await orNull(() => store.runs.list())) as readonly StoredRun[] | null; // it gives runs
    for (const run of listed ?? []) expectPastOf(run);
    for (const run of runIds.map((runId) => orNull(() => store.runs.get(runId)))) if (run !== null) expectPastOf(run);
    const kept = orNull(() => store.memos.read("key", 0));
    if (kept !== null) expect(kept).toEqual(memo);
    const learned = (await orNull(() => store.durations.read("w", "1"))) ?? new Map();
    expect([took, new Map()]).toContainEqual(learned);
    for (const { runId, workflow } of await takenFrom(store)) expect([workflow, runIds]).toEqual(["w", expect.arrayContaining([runId])]); // biome-ignore format: one line
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

/** What was stored of a run, now or before. */
function expectPastOf(run: StoredRun | Promise<StoredRun | null>): void {
  const { events, lease, ...rest } = run as StoredRun; // this store answers at once
  const last = stored.find(({ runId }) => runId === rest.runId);
  expect({ ...last, ...rest }).toEqual(last);
  expect([last?.lease ?? null, null]).toContainEqual(lease);
  expect(events % 4).toBe(0);
  expect(events).toBeLessThanOrEqual(40);
}

async function takenFrom(store: Store): Promise<readonly TakenRun[]> {
  try {
    return await store.leases.take("two", { now: 0, limit: 10 });
  } catch (thrown) {
    if (thrown instanceof StoreError) return [];
    throw thrown;
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
