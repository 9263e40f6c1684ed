import { setTimeout as delay } from "node:timers/promises";
import { type SqliteStore, sqliteStore } from "@stepspan/sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFile } from "../support/temporary-file.ts";
import { startWorker, type Worker } from "./worker-processes.ts";

const parked =
  'Run "deadly" of workflow "deadly" was not recovered: Run "deadly" of workflow "deadly" was parked: 3 processes in a row ended while its steps ran, and none of these had settled. Find out why, then go on with it: await engine.resume("deadly").\n';

function worker(...parameters: readonly string[]): Worker {
  const started = startWorker("deadly-step", ...parameters);
  onTestFinished(() => started.kill());
  return started;
}

describe("a run whose step ends its process each time", () => {
  it("is parked after the third time; others succeed, and so does it when it is mended", {
    timeout: 120_000,
  }, async () => {
    const path = temporaryFile();
    const ends: (number | NodeJS.Signals | null)[] = [await worker(path, "begin").gone];
    const store = sqliteStore(path);
    onTestFinished(() => store.close());
    while (ends.length < 3) ends.push(await worker(path, "recover").gone);
    expect(ends).toEqual(["SIGKILL", "SIGKILL", "SIGKILL"]);
    expect(await idsOf(store, "parked")).toEqual([]);

    const survivor = worker(path, "recover");
    const end = survivor.gone.then((how) => `The survivor ended: ${how}`);
    while ((await idsOf(store, "running")).length > 0) expect(await Promise.race([end, delay(50)])).toBe(undefined);
    expect(await idsOf(store, "parked")).toEqual(["deadly"]);
    expect(await idsOf(store, "succeeded")).toEqual([0, 1, 2, 3, 4].map((number) => `harmless-${number}`));
    expect(await survivor.stop()).toBe(0);
    expect(survivor.complaints).toBe(parked);

    const mended = worker(path, "mended");
    await mended.printed((value) => value === "alive");
    expect(await mended.gone).toBe(0);
    expect(mended.complaints).toBe("");
    expect(await idsOf(store, "succeeded")).toHaveLength(6);
    const events = await store.open("deadly").read(0, Infinity);
    expect(events.filter(({ type }) => type === "run-parked")).toMatchObject([
      { because: { kind: "crashes", count: 3 } },
    ]);
    expect(events.filter((event) => event.type === "step-succeeded").map(({ path: step }) => step)).toEqual([
      "before",
      "die",
    ]);
  });
});

async function idsOf(store: SqliteStore, status: "running" | "parked" | "succeeded"): Promise<readonly string[]> {
  return (await store.runs.list({ status })).map(({ runId }) => runId);
}
