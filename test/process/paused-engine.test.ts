import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { type SqliteStore, sqliteStore } from "@stepspan/sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFile } from "../support/temporary-file.ts";
import { epochsIn } from "./epochs-in.ts";
import { startWorker, type Worker } from "./worker-processes.ts";

/** What `pausable-worker` prints. */
interface Printed {
  readonly called?: string;
  readonly aborted?: string;
  readonly ended?: string;
  readonly further?: string;
}

const runIds = ["waiting-1", "waiting-2", "writing-1", "writing-2"];

function worker(path: string, ...parameters: readonly string[]): Worker {
  const started = startWorker("pausable-worker", path, ...parameters);
  onTestFinished(() => started.kill());
  return started;
}

/** For each of the runs. */
function all(one: Worker, kind: keyof Printed): Promise<readonly Printed[]> {
  return Promise.all(runIds.map((runId) => one.printed<Printed>((value) => value[kind] === runId)));
}

const lateError = (runId: string) =>
  `Run "${runId}" is not this engine's any more: its lease (epoch 1) has ended, because it was given back, or because the engine did not renew it in time and another one took the run. Nothing more is written, and its steps are aborted here; engine.runs.get shows how it goes on.`;

describe.skipIf(process.platform === "win32")("an engine whose process was stopped for longer than its term", () => {
  it("has lost its runs to another one, aborts their steps, writes nothing more, and runs others", async () => {
    const path = temporaryFile();
    const late = worker(path, ...runIds);
    await all(late, "called");
    await stopBetweenWrites(late, path);
    const until = termOf(path);
    const store = openedStore(path);
    const taker = worker(path);
    await all(taker, "called");
    taker.tell("go");
    await finished(store);
    const atTheEnd = await eventsIn(store);

    late.signal("SIGCONT");
    for (const [index, ended] of (await all(late, "ended")).entries()) {
      expect(ended).toEqual({ ended: runIds[index], name: "StoreError", message: lateError(runIds[index]!) });
    }
    await all(late, "aborted");
    late.tell("go"); // its steps have ended: nobody hears that
    late.tell("further");
    const further = await late.printed<Printed>((value) => value.further !== undefined);
    expect(further).toEqual({ further: "done", room: [4, 2] });
    expect(await Promise.all([late, taker].map((one) => one.stop()))).toEqual([0, 0]);
    expect([late.complaints, taker.complaints]).toEqual(["", ""]);

    expect(await eventsIn(store)).toEqual(atTheEnd);
    for (const events of atTheEnd) {
      expect(events.filter(({ type }) => type === "run-finished")).toMatchObject([{ status: "succeeded" }]);
      const taken = events.filter(({ type }) => type === "run-resumed");
      expect(taken).toMatchObject([{ isRestart: true, isCrash: true }]);
      expect(taken[0]!.time, "not before the term is over").toBeGreaterThan(until);
      expect(events.filter(({ type }) => type === "step-succeeded").at(-1)).toMatchObject({
        output: `by ${taker.pid}`,
      });
    }
    expect([...epochsIn(path)].filter(([, epoch]) => epoch === 2).map(([runId]) => runId)).toEqual(runIds);
  });
});

function openedStore(path: string): SqliteStore {
  const store = sqliteStore(path);
  onTestFinished(() => store.close());
  return store;
}

async function finished(store: SqliteStore): Promise<void> {
  while ((await store.runs.list({ status: "succeeded" })).length < runIds.length) await delay(50);
}

function eventsIn(store: SqliteStore) {
  return Promise.all(runIds.map((runId) => store.open(runId).read(0, Infinity)));
}

/** A process that is stopped inside a transaction would keep the file locked for all others. */
async function stopBetweenWrites(stopped: Worker, path: string): Promise<void> {
  for (;;) {
    stopped.signal("SIGSTOP");
    await delay(20); // the signal has come
    if (!isLocked(path)) return;
    stopped.signal("SIGCONT");
  }
}

function isLocked(path: string): boolean {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec("BEGIN IMMEDIATE; ROLLBACK");
    return false;
  } catch {
    return true;
  } finally {
    database.close();
  }
}

/** Until when the only owner has its runs. */
function termOf(path: string): number {
  const database = new DatabaseSync(path);
  const rows = database.prepare("SELECT until FROM owners").all();
  database.close();
  expect(rows).toHaveLength(1);
  return Number(rows[0]!.until);
}
