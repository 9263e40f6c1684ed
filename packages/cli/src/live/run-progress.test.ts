import { followEvents } from "@stepspan/engine/reading";
import { type AnyWorkflow, createEngine, defineEvent, type RunEvent, type SpanStatus, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import type { RowStatus } from "./row.ts";
import { createRunProgress, flatRows, settledCount } from "./run-progress.ts";

const told = defineEvent("told");

const inner = workflow("inner")
  .step("a", { run: () => 1 })
  .step("b", { dependsOn: ["a"], when: () => false, run: () => 2 });

/** A step of each kind, and one for each way to end. */
const all = workflow("all", { failFast: false })
  .step("plain", { run: (_, { send }) => send(told, 1) })
  .step("late", { retry: { attempts: 3, delay: 1 }, run: (_, { attempt }) => {
    if (attempt < 3) throw new Error("not yet");
    return attempt;
  } })
  .step("guarded", { when: () => false, run: () => 1 })
  .step("tolerated", { continueOnError: true, run: (): number => { throw new Error("never"); } })
  .step("lost", { dependsOn: ["plain"], run: (): number => { throw new Error("lost"); } })
  .step("below", { dependsOn: ["lost"], run: () => 1 })
  .map("each", { over: () => [1, 2, 3], params: { item: ({ item }) => item }, run: ({ item }) => item })
  .map("runs", { over: () => [1, 2], run: inner })
  .loop("again", { run: () => 1, until: ({ iteration }) => iteration === 3, maxIterations: 5 })
  .subflow("outer", { workflow: inner })
  .sleep("nap", 1)
  .wait("told", { event: told })
  .race("first", { of: ["nap", "late"] })
  .on("heard", { event: told, run: () => 1 })
  .step("asleep", { run: async (_, { sleep }) => sleep(1) })
  .step("last", { always: true, dependsOn: ["below"], run: () => 1 }); // biome-ignore format: a line for each step

async function eventsOf(given: AnyWorkflow): Promise<readonly RunEvent[]> {
  await using engine = createEngine({ concurrency: 2 });
  const handle = engine.start(given);
  handle.result.catch(() => undefined); // the events tell
  const events: RunEvent[] = [];
  for await (const event of handle.events) if ("sequence" in event) events.push(event);
  return events;
}

/** What spans call what rows tell apart. */
const asSpans: Readonly<Record<RowStatus, readonly SpanStatus[]>> = {
  pending: ["pending", "waiting"],
  queued: ["waiting", "running", "suspended"],
  running: ["running"],
  "backing-off": ["waiting", "running"],
  suspended: ["suspended"],
  succeeded: ["succeeded"],
  reused: ["succeeded"],
  failed: ["failed"],
  tolerated: ["failed"],
  skipped: ["skipped"],
  cancelled: ["cancelled"],
};

describe("the rows of a run", () => {
  it("say after each event what its spans say", async () => {
    const events = await eventsOf(all);
    const progress = createRunProgress(all.plan);
    const differences: string[] = [];
    const seen = new Set<RowStatus>();
    for (const [at, event] of events.entries()) {
      progress.apply(event);
      const { run } = followEvents(events.slice(0, at + 1));
      const rows = flatRows(progress.rows);
      for (const { path, status } of rows) {
        seen.add(status);
        const span = run.spanAt(path);
        if (!asSpans[status].includes(span.status))
          differences.push(`${at} ${event.type} ${path}: ${status}, ${span.status}`);
      }
      const settled = rows.filter(({ finishedAt }) => finishedAt !== null).length;
      expect(settledCount(progress.counts)).toBe(settled);
      expect(Object.values(progress.counts).reduce((sum, count) => sum + count, 0)).toBe(rows.length);
    }
    expect(differences).toEqual([]);
    expect([...seen].sort()).toEqual(
      [
        "backing-off",
        "cancelled",
        "failed",
        "pending",
        "queued",
        "running",
        "skipped",
        "succeeded",
        "suspended",
        "tolerated",
      ].sort(),
    );
    expect(progress.status).toBe("failed");
  });

  it("count the items of a map and the turns of a loop", async () => {
    const events = await eventsOf(all);
    const progress = createRunProgress(all.plan);
    for (const event of events) progress.apply(event);
    const counts = Object.fromEntries(
      progress.rows.flatMap(({ path, items }) => (items === null ? [] : [[path, items]])),
    );
    const none = { running: new Set(), failed: 0, others: 0 };
    expect(counts).toEqual({
      each: { ...none, total: 3, succeeded: 3 },
      runs: { ...none, total: 2, succeeded: 2 },
      again: { ...none, total: null, succeeded: 3 },
      heard: { ...none, total: null, succeeded: 1 },
    });
  });

  it("are those of the workflow and of sub-workflows that have begun", async () => {
    const events = await eventsOf(workflow("w").subflow("outer", { workflow: inner }));
    const progress = createRunProgress(workflow("w").subflow("outer", { workflow: inner }).plan);
    expect(flatRows(progress.rows).map(({ path }) => path)).toEqual(["outer"]);
    for (const event of events) progress.apply(event);
    expect(flatRows(progress.rows).map(({ path, depth, status }) => [path, depth, status])).toEqual([
      ["outer", 0, "succeeded"],
      ["outer/a", 1, "succeeded"],
      ["outer/b", 1, "skipped"],
    ]);
  });
});
