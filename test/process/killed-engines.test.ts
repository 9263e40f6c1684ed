import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { RunEvent, StoredRun } from "@stepspan/engine";
import { type SqliteStore, sqliteStore } from "@stepspan/sqlite";
import { afterEach, describe, expect, it } from "vitest";
import { randomNumbers } from "../support/random-numbers.ts";
import { temporaryFile } from "../support/temporary-file.ts";
import { startWorker, type Worker } from "./worker-processes.ts";

/** One call of a body, as the process that made it noted it. */
interface Call {
  readonly run: string;
  readonly step: string;
  readonly attempt: number;
  readonly key: string;
  readonly time: number;
}

const runs = Number(process.env.STEPSPAN_KILLED_RUNS ?? 1000);
const kills = Number(process.env.STEPSPAN_KILLS ?? 100);
/** Clocks of different processes differ by less. */
const skewMs = 10;

let store: SqliteStore | null = null;
const workers: Worker[] = [];
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.kill();
  store?.close();
});

describe("two engines in two processes on one file, killed at random", () => {
  it("finish every run once, and repeat no step whose success was recorded", { timeout: 400_000 }, async () => {
    const path = temporaryFile();
    const notes = join(dirname(path), "calls.jsonl");
    const random = randomNumbers("killed engines");
    store = sqliteStore(path);
    const share = Math.ceil(runs / 2);
    const start = async (number: number) => {
      const worker = startWorker("durable-worker", path, notes, String(number * share), String(share));
      workers[number] = worker;
      await worker.ready;
    };
    await Promise.all([start(0), start(1)]);
    for (let killed = 0; killed < kills; killed++) {
      await delay(random() * 300);
      const number = random() < 0.5 ? 0 : 1;
      await workers[number]!.kill();
      expect(workers[number]!.complaints).toBe("");
      await start(number);
    }
    await finished(store);
    const codes = await Promise.all(workers.map((worker) => worker.stop()));
    expect(codes).toEqual([0, 0]);
    await checkRuns(store, callsIn(notes));
  });
});

async function finished(kept: SqliteStore): Promise<void> {
  for (;;) {
    const list = await kept.runs.list();
    if (list.length === 2 * Math.ceil(runs / 2) && list.every(({ finishedAt }) => finishedAt !== null)) return;
    await delay(200);
  }
}

function callsIn(notes: string): ReadonlyMap<string, readonly Call[]> {
  const calls = readFileSync(notes, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Call);
  return Map.groupBy(calls, ({ run, step }) => `${run} ${step}`);
}

async function checkRuns(kept: SqliteStore, calls: ReadonlyMap<string, readonly Call[]>): Promise<void> {
  const statuses = new Set<string>();
  for (const run of await kept.runs.list()) {
    statuses.add(run.status);
    checkRun(run, await kept.open(run.runId).read(0, Infinity), calls);
  }
  expect([...statuses].toSorted()).toEqual(["cancelled", "succeeded"]);
}

function checkRun(run: StoredRun, events: readonly RunEvent[], calls: ReadonlyMap<string, readonly Call[]>): void {
  expect(events.filter(({ type }) => type === "run-finished").length, run.runId).toBe(1);
  expect(events.length).toBe(run.events);
  const settled = new Map<string, RunEvent>();
  for (const event of events) {
    if (!event.type.startsWith("step-") || event.type === "step-queued" || !("path" in event)) continue;
    expect(settled.get(event.path), `${run.runId} ${event.path} settles twice`).toBe(undefined);
    settled.set(event.path, event);
  }
  for (const event of events) {
    if (event.type !== "step-succeeded" || event.attempt === 0) continue;
    const step = event.path;
    const own = calls.get(`${run.runId} ${step}`) ?? [];
    expect(own.length, `${run.runId} ${step} was called`).toBeGreaterThanOrEqual(1);
    expect(new Set(own.map(({ key }) => key)).size, `${run.runId} ${step} has one key`).toBe(1);
    const late = own.filter(({ time }) => time > event.time + skewMs);
    expect(late, `${run.runId} ${step} ran after its success at ${event.time}`).toEqual([]);
  }
}
