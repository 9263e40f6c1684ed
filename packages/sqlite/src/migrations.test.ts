import { DatabaseSync } from "node:sqlite";
import type { RunEvent } from "@stepspan/engine";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { runEvents } from "./fixtures/run-events.ts";
import { createFileOfVersion1 } from "./fixtures/version-1-file.ts";
import { createFileOfVersion2, memoOfVersion2 } from "./fixtures/version-2-file.ts";
import { sqliteStore } from "./sqlite-store.ts";

/** The first events of a run, and such others behind them. */
function eventsWith(runId: string, ...others: readonly object[]): RunEvent[] {
  const first = runEvents(runId, 3, new Uint8Array(3000) as never); // any value can be an input
  return [
    ...first,
    ...others.map((other, index) => ({ ...other, sequence: index + 4, time: 2000 + index }) as RunEvent),
  ]; // events of the first release
}

const runs = [
  ["open", eventsWith("open")],
  ["paused", eventsWith("paused", { type: "run-paused" })],
  ["resumed \u0000", eventsWith("resumed \u0000", { type: "run-paused" }, { type: "run-resumed", isRestart: false, isCrash: false })], // biome-ignore format: one line
  ["over", eventsWith("over", { type: "run-finished", status: "failed", output: null, errors: [] })],
] as const;

function migrated(path: string) {
  const store = sqliteStore(path);
  onTestFinished(() => store.close());
  return store;
}

describe("a file of schema version 1", () => {
  it("is brought up to date when it is opened: its runs are listed, read and go on", async () => {
    const path = temporaryFile();
    createFileOfVersion1(path, runs);
    const store = migrated(path);
    const plain = { workflow: "w", startedAt: 1000, finishedAt: null, dueAt: null, lease: null };
    expect(await store.runs.list()).toEqual([
      { ...plain, runId: "open", status: "running", events: 3 },
      { ...plain, runId: "paused", status: "paused", events: 4 },
      { ...plain, runId: "resumed \u0000", status: "running", events: 5 },
      { ...plain, runId: "over", status: "failed", events: 4, finishedAt: 2000 },
    ]);
    expect((await store.runs.list({ status: ["paused", "failed"] })).map(({ runId }) => runId)).toEqual([
      "paused",
      "over",
    ]);
    for (const [runId, events] of runs) expect(await store.open(runId).read(0, Infinity)).toEqual(events);
    const taken = await store.leases.take("one", { now: 0, limit: 10 });
    expect(taken.map(({ runId, lease, isOrphan }) => [runId, lease.epoch, isOrphan])).toEqual([
      ["open", 2, false],
      ["resumed \u0000", 2, false],
    ]);
    const added = eventsWith("open", { type: "run-finished", status: "succeeded", output: null, errors: [] });
    await store.open("open", { owner: "one", epoch: 2 }).append(3, added.slice(3));
    expect(await store.open("open").read(0, Infinity)).toEqual(added);
    expect(await store.runs.prune({ status: ["succeeded", "failed"], limit: 10 })).toBe(2);
  });

  it("is brought up to date once", async () => {
    const path = temporaryFile();
    createFileOfVersion1(path, runs);
    const [one, other] = [migrated(path), migrated(path)];
    expect(await other.runs.list()).toEqual(await one.runs.list());
    const reader = new DatabaseSync(path, { readOnly: true });
    onTestFinished(() => reader.close());
    expect({ ...reader.prepare("PRAGMA user_version").get() }).toEqual({ user_version: 3 });
  });

  it("is brought up to date though an event is damaged, which reading then names", async () => {
    const path = temporaryFile();
    createFileOfVersion1(path, runs);
    const database = new DatabaseSync(path);
    database.exec("UPDATE events SET json = '{' WHERE run = 1 AND sequence = 2");
    database.close();
    const store = migrated(path);
    expect(await store.runs.list()).toHaveLength(4);
    expect(() => store.open("open").read(0, Infinity)).toThrow('Event 2 of run "open" is damaged or missing');
    expect(await store.open("paused").read(0, Infinity)).toEqual(runs[1][1]);
  });
});

describe("a file of schema version 2", () => {
  it("is brought up to date when it is opened: all that it holds is there, and how long steps took can be noted", async () => {
    const [path, older] = [temporaryFile(), temporaryFile()];
    createFileOfVersion2(path, runs);
    createFileOfVersion1(older, runs);
    const [store, fromOlder] = [migrated(path), migrated(older)];
    expect(await store.runs.list()).toEqual(await fromOlder.runs.list());
    for (const [runId, events] of runs) expect(await store.open(runId).read(0, Infinity)).toEqual(events);
    expect(await store.memos.read("key", 0)).toEqual(memoOfVersion2);
    expect(await store.durations.read("w", "1")).toEqual(new Map());
    await store.durations.note("w", "1", new Map([["a", { mean: 5, count: 1 }]]));
    expect(await migrated(path).durations.read("w", "1")).toEqual(new Map([["a", { mean: 5, count: 1 }]]));
    const reader = new DatabaseSync(path, { readOnly: true });
    onTestFinished(() => reader.close());
    expect({ ...reader.prepare("PRAGMA user_version").get() }).toEqual({ user_version: 3 });
  });
});
