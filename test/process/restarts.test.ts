import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { type SqliteStore, sqliteStore } from "@stepspan/sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFile } from "../support/temporary-file.ts";
import { type Call, callsIn } from "./body-calls.ts";
import { epochsIn } from "./epochs-in.ts";
import { startWorker, type Worker } from "./worker-processes.ts";

const numbers = Array.from({ length: 20 }, (_, number) => number);
const idsOf = (kind: string) => numbers.map((number) => `${kind}-${number}`);

/** A file with a store on it, and programs that use both. */
function scene() {
  const path = temporaryFile();
  const notes = join(dirname(path), "calls.jsonl");
  const store = sqliteStore(path);
  onTestFinished(() => store.close());
  const start = (task: "wait" | "work" | "send" | "recover" | "watch", hours = 0): Worker => {
    const started = startWorker("patient-runs", path, notes, task, String(hours));
    onTestFinished(() => started.kill());
    return started;
  };
  return { path, store, start, calls: () => callsIn(notes) };
}

async function ownerOf(worker: Worker): Promise<string> {
  const isOwner = (value: { readonly owner?: string }) => value.owner !== undefined;
  return (await worker.printed(isOwner)).owner!; // it is meant
}

async function until(isReached: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isReached()); tries++) {
    if (tries > 600) throw new Error(`Not reached in 30 s: ${isReached}`);
    await delay(50);
  }
}

async function countsIn(store: SqliteStore): Promise<ReadonlyMap<string, number>> {
  return new Map((await store.runs.list({ status: "running" })).map(({ runId, events }) => [runId, events]));
}

/** How many owners the file knows. */
function ownersIn(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true });
  const { length } = database.prepare("SELECT owner FROM owners").all();
  database.close();
  return length;
}

function stepsByRun(calls: readonly Call[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    [...Map.groupBy(calls, ({ run }) => run)].map(([run, own]) => [run, own.map(({ step }) => step)]),
  );
}

async function endsIn(store: SqliteStore, runId: string): Promise<number> {
  return (await store.open(runId).read(0, Infinity)).filter(({ type }) => type === "run-finished").length;
}

describe("runs that wait for an event, and runs that sleep", () => {
  it("lie still through 20 restarts, two at a time, and then each goes on once", { timeout: 120_000 }, async () => {
    const { path, store, start, calls } = scene();
    const first = start("wait");
    const areWaiting = async () => (await store.runs.list({ status: "running" })).map(({ dueAt }) => dueAt !== null);
    await until(async () => (await areWaiting()).filter(Boolean).length === 40);
    const owners = new Set([await ownerOf(first)]);
    await first.kill();
    const before = await countsIn(store);
    expect(before.size).toBe(40);

    for (let round = 0; round < 10; round++) {
      const two = [start("watch"), start("watch")];
      for (const worker of two) owners.add(await ownerOf(worker));
      await Promise.all([two[0]!.kill(), two[1]!.stop()]);
      expect(two.map(({ complaints }) => complaints)).toEqual(["", ""]);
    }
    expect(owners.size).toBe(21);
    expect(await countsIn(store)).toEqual(before);
    expect(ownersIn(path), "the one that was killed last").toBe(1);
    expect([...epochsIn(path).values()]).toEqual([...epochsIn(path).keys()].map(() => 1));

    const two = [start("send", 9), start("watch", 9)];
    await until(async () => (await store.runs.list({ status: "running" })).length === 0);
    await Promise.all(two.map((worker) => worker.printed(() => true)));
    expect(await Promise.all(two.map((worker) => worker.stop()))).toEqual([0, 0]);
    const asking = idsOf("asking").map((runId) => [runId, ["ask", "after"]]);
    const sleeping = idsOf("sleeping").map((runId) => [runId, ["lie", "after"]]);
    expect(stepsByRun(calls())).toEqual(Object.fromEntries([...asking, ...sleeping]));
    for (const runId of before.keys()) expect(await endsIn(store, runId)).toBe(1);
  });
});

describe("recovery that is asked for several times at once, in two processes", () => {
  it("takes each run up once", async () => {
    const { path, store, start, calls } = scene();
    const first = start("work");
    await until(() => calls().length === 20);
    await first.kill();
    const two = [start("recover"), start("recover")];
    await until(async () => (await store.runs.list({ status: "running" })).length === 0);
    await Promise.all(two.map(ownerOf));
    expect(await Promise.all(two.map((worker) => worker.stop()))).toEqual([0, 0]);
    expect(two.map(({ complaints }) => complaints)).toEqual(["", ""]);
    const twice = idsOf("working").map((runId) => [runId, ["slow", "slow", "after"]]);
    expect(stepsByRun(calls())).toEqual(Object.fromEntries(twice));
    const epochs = epochsIn(path);
    for (const runId of idsOf("working")) {
      expect(epochs.get(runId)).toBe(2);
      expect(await endsIn(store, runId)).toBe(1);
    }
  });
});
