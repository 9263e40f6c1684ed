import { createEngine, memoryStore, type RunEvent } from "@stepspan/engine";
import { followEvents, followRun } from "@stepspan/engine/reading";
import { type AnyWorkflow, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { chain, layers } from "./shapes.ts";

async function eventsOf(made: AnyWorkflow): Promise<readonly RunEvent[]> {
  const store = memoryStore();
  await using engine = createEngine({ store });
  const { runId } = await engine.run(made as never);
  return store.open(runId).read(0, Infinity);
}

describe("the events of a large run", { timeout: 120_000 }, () => {
  it.each([
    ["layers", layers],
    ["a chain", chain],
  ])("of %s of 100,000 steps give its spans, its edges and its critical path", async (_name, shape) => {
    const made = shape(100_000);
    const { run, plan } = followEvents(await eventsOf(made));
    expect(run.spans.length).toBe(100_000);
    expect(run.spans.every(({ status }) => status === "succeeded")).toBe(true);
    expect(plan.edges.length).toBe(made.plan.edges.length);
    expect(plan.fingerprint).toBe(made.plan.fingerprint);
    expect(run.criticalPath.at(-1)?.finishedAt).toBe(run.finishedAt);
  });

  it("of 100,000 items can be looked at in the middle, one event after the other", async () => {
    const count = 100_000;
    const list = Array.from({ length: count }, (_, index) => index);
    const made = workflow("map").map("each", {
      over: () => list,
      params: { n: ({ item }) => item },
      run: ({ n }) => n,
    });
    const events = await eventsOf(made as unknown as AnyWorkflow);
    const followed = followRun(events[0]!); // a run has events
    let looks = 0;
    for (const event of events.slice(1)) {
      followed.apply(event);
      if (followed.length % 1000 !== 0) continue;
      if (followed.run.status === "running" && followed.run.span("each").duration >= 0) looks++;
    }
    expect(looks).toBeGreaterThan(250);
    expect(followed.run.span("each").output).toHaveLength(count);
  });
});
