import { backup, DatabaseSync } from "node:sqlite";
import { defineEvent, workflow } from "@stepspan/dsl";
import { createEngine, memoryStore, type Store } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { sqliteStore } from "./sqlite-store.ts";

const go = defineEvent("go", z.number());
const report = workflow("report")
  .step("fetch", {
    run: (_, context) => {
      context.stepState.set("fetched", new Date(5));
      return { rows: new Map([["a", 1n]]), bytes: new Uint8Array(3000).fill(9) };
    },
  })
  .step("total", {
    params: { rows: ({ stepSpan }) => stepSpan("fetch").output.rows },
    run: async ({ rows }) => {
      await null;
      return [...rows.values()].reduce((sum, row) => sum + row, 0n);
    },
  });
const failing = workflow("failing").step("break", {
  run: () => {
    throw new RangeError("too far", { cause: "the day" });
  },
});

async function runBoth(store: Store): Promise<void> {
  await using engine = createEngine({ store });
  await engine.run(report, undefined, { runId: "good", metadata: { day: "today" } });
  await engine.run(failing, undefined, { runId: "bad" }).catch(() => undefined);
}

describe("an engine on sqliteStore", () => {
  it("shows the runs of another engine, after the file was opened again, as a store in memory shows them", async () => {
    const path = temporaryFile();
    const first = sqliteStore(path, { durability: "power" });
    await runBoth(first);
    first.close();
    const kept = memoryStore();
    await runBoth(kept);

    const store = sqliteStore(path);
    await using engine = createEngine({ store, workflows: [report, failing] });
    await using inMemory = createEngine({ store: kept, workflows: [report, failing] });
    expect((await engine.runs.list()).map(({ runId, status }) => ({ runId, status }))).toEqual([
      { runId: "good", status: "succeeded" },
      { runId: "bad", status: "failed" },
    ]);
    const [good, same] = [await engine.runs.get("good"), await inMemory.runs.get("good")];
    expect(good?.metadata).toEqual({ day: "today" });
    expect(good?.spans.map(({ output }) => output)).toEqual(same?.spans.map(({ output }) => output));
    expect(good?.output).toEqual(same?.output);
    expect((await engine.runs.get("bad"))?.errors).toMatchObject([
      { code: "STEP_FAILED", cause: { message: "too far" } },
    ]);
    expect(await engine.runs.get("unknown")).toBeUndefined();
    store.close();
  });

  it("keeps what steps remember", async () => {
    const path = temporaryFile();
    const first = sqliteStore(path);
    await runBoth(first);
    first.close();
    const store = sqliteStore(path);
    const { values } = await store.states.read({ workflow: "report", step: "fetch" });
    expect(JSON.stringify(values)).toContain("1970-01-01T00:00:00.005Z");
    store.close();
  });

  it("writes the status and the times of each run beside it", async () => {
    const path = temporaryFile();
    const store = sqliteStore(path);
    await runBoth(store);
    const reader = new DatabaseSync(path, { readOnly: true });
    const rows = reader.prepare("SELECT run_id, workflow, status, finished_at >= started_at AS ended FROM runs").all();
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { run_id: "good", workflow: "report", status: "succeeded", ended: 1 },
      { run_id: "bad", workflow: "failing", status: "failed", ended: 1 },
    ]);
    expect({ ...reader.prepare("SELECT length(bytes) AS size FROM blobs").get() }).toEqual({ size: 3000 });
    reader.close();
    store.close();
  });

  it("goes on with a run from a snapshot, in another engine on the same file", async () => {
    const path = temporaryFile();
    const waiting = workflow("waiting").step("wait", { run: async (_, context) => context.waitFor(go) });
    const first = sqliteStore(path);
    const engine = createEngine({ store: first });
    const handle = engine.start(waiting);
    handle.result.catch(() => undefined); // it is cancelled when its engine is closed
    for await (const event of handle.events) if (event.type === "wait-started") break;
    const snapshot = await handle.snapshot();
    const copy = temporaryFile();
    const source = new DatabaseSync(path);
    await backup(source, copy); // as the file is if the process ends here
    source.close();
    const ended = new DatabaseSync(copy);
    ended.exec("UPDATE owners SET until = 0"); // the process that owns the run is this one, which has not ended
    ended.close();
    await engine.close();
    first.close();

    const store = sqliteStore(copy);
    await using other = createEngine({ store, workflows: [waiting] });
    const resumed = other.resume(snapshot);
    await resumed.send(go, 5);
    expect((await resumed.result).status).toBe("succeeded");
    expect((await other.runs.get(snapshot.runId))?.status).toBe("succeeded");
    store.close();
  });
});
