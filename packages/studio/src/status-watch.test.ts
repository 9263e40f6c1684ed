import { createEngine, memoryStore, type StoredRun } from "@stepspan/engine";
import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { StatusWatch } from "./status-watch.ts";

describe("a look at the statuses", () => {
  it("tells nothing of what was there before, and each change once", async () => {
    const { told, watch, start } = await watched();
    const first = start("first");
    await first.begun;
    await watch.look();
    expect(told).toEqual([]);
    const second = start("second");
    await second.begun;
    await watch.look();
    await watch.look();
    expect(told).toEqual(["second running"]);
    first.end();
    await first.over;
    await watch.look();
    await watch.look();
    expect(told).toEqual(["second running", "first succeeded"]);
    second.end();
    await second.over;
  });

  it("tells of the end of a run that hundreds of others have followed", async () => {
    const { told, watch, start } = await watched();
    const old = start("old");
    await old.begun;
    await watch.look();
    for (let at = 0; at < 150; at++) {
      const one = start(`${at}`);
      await one.begun;
      one.end();
      await one.over;
    }
    old.end();
    await old.over;
    await watch.look();
    expect(told.filter((one) => one.startsWith("old"))).toEqual(["old succeeded"]);
  });

  it("looks up what was heard of, and does not tell it again", async () => {
    const { told, watch, start } = await watched();
    await watch.look();
    const run = start("r");
    await run.begun;
    await watch.lookAt(["r", "gone"]);
    await watch.lookAt(["r"]);
    await watch.look();
    expect(told).toEqual(["r running"]);
    run.end();
    await run.over;
  });
});

/** A watch over a store in which runs begin and end as the test says. */
async function watched() {
  const store = memoryStore();
  const engine = createEngine({ store });
  const told: string[] = [];
  const watch = new StatusWatch(store);
  watch.add(({ runId, status }: StoredRun) => void told.push(`${runId} ${status}`));
  const start = (runId: string) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const one = workflow("one").step("wait", {
      run: () => {
        begun.resolve();
        return promise;
      },
    });
    const handle = engine.start(one, undefined, { runId });
    return { begun: begun.promise, end: () => resolve(), over: handle.result };
  };
  return { told, watch, start };
}
