import { defineEvent, type ObservedRun, type Observer, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { reached } from "../support/observed.ts";
import { engineOf, servedHere, uniqueName } from "../support/serving.ts";
import { sharedServer } from "../support/shared-server.ts";

const go = defineEvent("go");

/** Notes what it is told. */
function noting() {
  const told: string[] = [];
  const runs = new Set<ObservedRun>();
  const observer: Observer = {
    onEvent(event, run) {
      told.push(event.type);
      runs.add(run);
    },
    onEnd: () => void told.push("end"),
  };
  return { told, runs, observer };
}

describe("observers of an engine on Restate", () => {
  it("are told the stored events of the runs that it has started, in order, before those who wait for the end", async () => {
    const flow = workflow(uniqueName("observed"))
      .wait("wait", { event: go })
      .step("one", { dependsOn: ["wait"], run: () => 1 });
    await servedHere({ workflows: [flow] });
    const { told, runs, observer } = noting();
    const engine = engineOf(await sharedServer(), [], { observers: [observer] });
    const handle = engine.start(flow);
    await reached(handle, "wait", "wait-started");
    await handle.send(go, undefined);
    const run = await handle.result;
    expect(told).toEqual([
      ...["run-started", "wait-started", "event-sent", "wait-ended", "step-succeeded"],
      ...["step-queued", "attempt-started", "step-succeeded", "run-finished", "end"],
    ]);
    expect([...runs]).toEqual([{ runId: run.runId, workflow: flow.name, resumedFrom: null }]);
  });

  it("are told of many runs at once, all of each", async () => {
    const flow = workflow(uniqueName("many")).map("items", { over: () => [1, 2, 3], run: () => 1 });
    await servedHere({ workflows: [flow] });
    const counts = new Map<string, number>();
    const observer: Observer = { onEvent: (_event, { runId }) => void counts.set(runId, (counts.get(runId) ?? 0) + 1) };
    const engine = engineOf(await sharedServer(), [], { observers: [observer] });
    const runs = await Promise.all(Array.from({ length: 8 }, () => engine.run(flow)));
    for (const { runId } of runs) expect(counts.get(runId)).toBe((await engine.store.runs.get(runId))?.events);
  });

  it("do not take away from the handles of its runs what those wait for", async () => {
    const flow = workflow(uniqueName("waits")).wait("wait", { event: go });
    await servedHere({ workflows: [flow] });
    const { told, observer } = noting();
    const engine = engineOf(await sharedServer(), [], { observers: [observer] });
    const runId = uniqueName("waits");
    const ended = engine.run(flow, undefined, { runId });
    await expect.poll(() => told).toContain("wait-started");
    const handle = engine.handle(runId);
    await expect.poll(() => handle?.waits.map(({ path }) => path)).toEqual(["wait"]);
    await handle?.send(go, undefined);
    await ended;
  });

  it("are told that nothing follows for a run that never began, and when the engine is closed", async () => {
    const { told, observer } = noting();
    const flow = workflow(uniqueName("left")).wait("wait", { event: go });
    const engine = engineOf(await sharedServer(), [], { observers: [observer] });
    await engine.run(flow).catch(() => undefined); // nobody serves it
    expect(told).toEqual(["end"]);
    const watcher = await servedHere({ workflows: [flow] });
    const handle = engine.start(flow);
    await reached(handle, "wait", "wait-started");
    await engine.close();
    expect(told).toEqual(["end", "run-started", "wait-started", "end"]);
    (await watcher.resume(handle.runId)).cancel();
  });
});
