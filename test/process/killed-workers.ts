import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { StoredRun } from "@stepspan/engine";
import { type Durability, type SqliteStore, sqliteStore } from "@stepspan/sqlite";
import { callsIn } from "./body-calls.ts";
import { epochsIn } from "./epochs-in.ts";
import { brokenPromises, takenFromTheLiving } from "./kept-promises.ts";
import { createLeaseWatch, type LeaseWatch } from "./lease-watch.ts";
import { startWorker, type Worker } from "./worker-processes.ts";

/** What is done to two processes that work on one file. */
export interface KilledWorkers {
  /** An empty folder, for the file of runs and the file of calls. */
  readonly folder: string;
  readonly runs: number;
  readonly kills: number;
  readonly durability: Durability;
  readonly random: () => number;
}

/** What came of it. */
export interface Survival {
  readonly statuses: readonly string[];
  readonly calls: number;
  /** How often a run was taken over. */
  readonly restarts: number;
  /** How many steps each of the workers ran at once in the end: in all, and in its narrow queue. */
  readonly room: readonly (readonly [number, number])[];
  readonly exitCodes: readonly (number | null)[];
  /** What must not be, one sentence each. */
  readonly problems: readonly string[];
}

/** Runs are stuck when nothing was written for so long, in milliseconds. */
const patienceMs = 60_000;

/** Two workers begin the runs and are killed at random moments; then they come to the end undisturbed. */
export async function surviveKills(plan: KilledWorkers): Promise<Survival> {
  const store = sqliteStore(join(plan.folder, "runs.db"));
  const workers: Worker[] = [];
  try {
    return await killAndCheck(plan, store, workers);
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()));
    store.close();
  }
}

async function killAndCheck(plan: KilledWorkers, store: SqliteStore, workers: Worker[]): Promise<Survival> {
  const watch = createLeaseWatch();
  const complaints: string[] = [];
  const share = Math.ceil(plan.runs / 2);
  const start = (number: number) => {
    const { folder, durability } = plan;
    const [path, notes] = [join(folder, "runs.db"), join(folder, "calls.jsonl")];
    workers[number] = startWorker("durable-worker", path, notes, String(number * share), String(share), durability);
    return workers[number];
  };
  const killAgainAndAgain = async (number: number, moments: readonly number[]) => {
    for (const moment of moments) {
      const worker = start(number);
      if (moment < 0.9) await worker.ready; // one in ten is killed while it starts
      await delay(moment * 300);
      await worker.kill();
      if (worker.complaints !== "") complaints.push(worker.complaints);
      watch.look(await store.runs.list());
    }
    await start(number).ready;
  };
  const moments = Array.from({ length: plan.kills }, plan.random);
  const half = Math.ceil(moments.length / 2);
  await Promise.all([killAgainAndAgain(0, moments.slice(0, half)), killAgainAndAgain(1, moments.slice(half))]);
  await allFinished(store, 2 * share, watch);
  const room = await Promise.all(workers.map(roomOf));
  const exitCodes = await Promise.all(workers.map((worker) => worker.stop()));
  complaints.push(...workers.map((worker) => worker.complaints).filter((text) => text !== ""));
  const found = await checkRuns(store, plan.folder);
  return { ...found, room, exitCodes, problems: [...found.problems, ...watch.problems, ...complaints] };
}

async function roomOf(worker: Worker): Promise<readonly [number, number]> {
  worker.tell("fill");
  return (await worker.printed<{ readonly room?: readonly [number, number] }>(({ room }) => room !== undefined)).room!; // it is meant
}

/** @throws Error if nothing is written any more */
async function allFinished(store: SqliteStore, count: number, watch: LeaseWatch): Promise<void> {
  let [written, since] = [0, performance.now()];
  for (;;) {
    const list = await store.runs.list();
    watch.look(list);
    const open = list.filter(({ finishedAt }) => finishedAt === null);
    if (list.length >= count && open.length === 0) return;
    const events = list.reduce((sum, run) => sum + run.events, 0);
    if (events > written) [written, since] = [events, performance.now()];
    if (performance.now() - since > patienceMs) throw new Error(`Stuck: ${JSON.stringify(open.slice(0, 5))}`);
    await delay(200);
  }
}

async function checkRuns(store: SqliteStore, folder: string) {
  const byRun = Map.groupBy(callsIn(join(folder, "calls.jsonl")), ({ run }) => run);
  const epochs = epochsIn(join(folder, "runs.db"));
  const runs = await store.runs.list({ workflow: "pipeline" });
  const problems: string[] = [];
  let restarts = 0;
  for (const run of runs) {
    const events = await store.open(run.runId).read(0, Infinity);
    restarts += events.filter(({ type }) => type === "run-resumed").length;
    problems.push(
      ...brokenPromises({ run, events, calls: byRun.get(run.runId) ?? [], epoch: epochs.get(run.runId) ?? 0 }),
    );
  }
  const calls = [...byRun.values()].flat();
  problems.push(...sharedKeys(calls), ...takenFromTheLiving(calls));
  return { statuses: statusesOf(runs), calls: calls.length, restarts, problems };
}

/** A key is one run's. */
function sharedKeys(calls: readonly { readonly run: string; readonly key: string }[]): string[] {
  const runOf = new Map(calls.map(({ run, key }) => [key, run]));
  return calls.filter(({ run, key }) => runOf.get(key) !== run).map(({ run, key }) => `${run} shares the key ${key}`);
}

function statusesOf(runs: readonly StoredRun[]): string[] {
  return [...new Set(runs.map(({ status }) => status))].toSorted();
}
