import type { DurationStore, Store } from "@stepspan/engine";
import { createReplayingEngine } from "@stepspan/engine/testing";
import { createEngine, memoryStore, type StepContext, type StepDurations, workflow } from "stepspan";
import { afterEach, describe, expect, it, vi } from "vitest";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

afterEach(() => vi.restoreAllMocks());

const criticalPath = { schedule: "critical-path" } as const;

/** A store with other durations. */
function storeWith(durations: Partial<DurationStore>): Store {
  const store = memoryStore();
  return { ...store, durations: { ...store.durations, ...durations } };
}

/** What a store has of a workflow, as plain data. */
async function keptOf(store: Store, { name, plan }: { name: string; plan: { fingerprint: string } }) {
  const kept = await store.durations.read(name, plan.fingerprint);
  return Object.fromEntries([...kept].map(([step, { mean, count }]) => [step, [mean, count]]));
}

/** A body that takes so many milliseconds. */
function take({ ms, fails = false }: { ms: number; fails?: boolean }, { sleep }: StepContext): Promise<number> {
  return sleep(ms).then(() => {
    if (fails) throw new Error("fails");
    return ms;
  });
}

/** Lets all happen that waits for a time. */
async function finish({ clock, end }: Awaited<ReturnType<typeof begin>>) {
  for (let next = clock.nextTimer; next !== null; next = clock.nextTimer) {
    clock.advance(next - clock.now());
    await turn();
  }
  return end();
}

describe("what a run learns", () => {
  it("decides which steps of the next run start first", async () => {
    const steps = createHeldSteps();
    const w = workflowOf(["short", "long"].map((name) => stepOf(name, { run: steps.held(name) })));
    const store = memoryStore();
    const engine = { concurrency: 1, store, ...criticalPath };
    const first = await begin(w, { engine });
    expect(steps.open).toEqual(["short"]);
    await first.advance(10);
    await steps.succeed("short");
    await first.advance(500);
    await steps.succeed("long");
    await first.end();
    expect(await keptOf(store, w)).toEqual({ short: [10, 1], long: [500, 1] });
    await begin(w, { engine });
    expect(steps.open).toEqual(["long"]);
  });

  it("is a mean of the runs of a version, by step, and of the items and iterations of one", async () => {
    const child = workflow("child").step("inner", { params: { ms: 70 }, run: take });
    const w = workflow("w")
      .step("once", { params: { ms: 30 }, run: take })
      .map("items", { over: [10, 20, 60], params: { ms: ({ item }) => item }, run: take })
      .loop("again", {
        params: { ms: ({ iteration }) => iteration * 10 },
        run: take,
        until: ({ iteration }) => iteration === 3,
        maxIterations: 5,
      })
      .subflow("sub", { workflow: child })
      .map("runs", { over: [1, 2], run: child })
      .sleep("pause", 1000);
    const store = memoryStore();
    for (const count of [1, 2]) {
      await finish(await begin(w, { engine: { store, ...criticalPath } }));
      expect(await keptOf(store, w)).toEqual({ once: [30, count], items: [30, 3 * count], again: [20, 3 * count] });
      expect(await keptOf(store, child)).toEqual({ inner: [70, 3 * count] });
    }
  });

  it("is the attempt that succeeded, and nothing of steps that failed, were skipped or have an estimate", async () => {
    const run = ({ ms }: { ms: number }, context: StepContext) =>
      take({ ms: ms * context.attempt, fails: context.attempt === 1 }, context);
    const w = workflow("w", { failFast: false })
      .step("second try", { params: { ms: 10 }, run, retry: { attempts: 2, delay: 500 } })
      .step("never", { params: { ms: 10 }, run })
      .step("skipped", { when: () => false, params: { ms: 10 }, run: take })
      .step("estimated", { params: { ms: 10 }, run: take, estimate: 5 });
    const store = memoryStore();
    const run1 = await finish(await begin(w, { engine: { store, ...criticalPath } }));
    expect(run1.status).toBe("failed");
    expect(await keptOf(store, w)).toEqual({ "second try": [20, 1] });
  });

  it("is nothing of what was used again", async () => {
    const w = workflow("w")
      .step("a", { params: { ms: 10 }, run: take })
      .step("memoised", { params: { ms: 10 }, run: take, cache: true })
      .step("b", { dependsOn: ["a"], params: { ms: 10 }, run: take });
    const store = memoryStore();
    const engine = { store, workflows: [w], ...criticalPath };
    const first = await begin(w, { engine });
    await finish(first);
    expect(await keptOf(store, w)).toEqual({ a: [10, 1], memoised: [10, 1], b: [10, 1] });
    const rerun = await first.engine.rerun(first.handle.runId, { from: "b" });
    await turn();
    await finish({ ...first, end: () => rerun.result });
    expect(await keptOf(store, w)).toEqual({ a: [10, 1], memoised: [10, 1], b: [10, 2] });
    await finish(await begin(w, { engine }));
    expect(await keptOf(store, w)).toEqual({ a: [10, 2], memoised: [10, 1], b: [10, 3] });
  });

  it("is kept for the version that ran: another one begins anew", async () => {
    const version = (queue: string) =>
      workflow("w").step("s", { params: { ms: 10 }, run: take, priority: queue === "one" ? 1 : 2 });
    const [one, other] = [version("one"), version("other")];
    const store = memoryStore();
    await finish(await begin(one, { engine: { store, ...criticalPath } }));
    expect([await keptOf(store, one), await keptOf(store, other)]).toEqual([{ s: [10, 1] }, {}]);
  });

  it("is worth less than an estimate", async () => {
    const steps = createHeldSteps();
    const of = (estimateMs: number | null) =>
      workflowOf([
        stepOf("short", { run: steps.held("short"), estimateMs }),
        stepOf("long", { run: steps.held("long") }),
      ]);
    const store = memoryStore();
    const { fingerprint } = of(null).plan;
    void store.durations.note("test", fingerprint, new Map([["short", { mean: 1, count: 9 }], ["long", { mean: 50, count: 9 }]])); // biome-ignore format: one line
    await begin(of(null), { engine: { concurrency: 1, store, ...criticalPath } });
    await begin(of(60), { engine: { concurrency: 1, store, ...criticalPath } });
    expect(steps.open).toEqual(["long", "short"]);
  });

  it("is learned by an engine that replays its events, too", async () => {
    const w = workflow("w").map("s", { over: [10, 30], params: { ms: ({ item }) => item }, run: take });
    const store = memoryStore();
    await finish(await begin(w, { engine: { store, ...criticalPath }, createEngine: createReplayingEngine }));
    expect(await keptOf(store, w)).toEqual({ s: [20, 2] });
  });
});

describe("a store", () => {
  const w = workflow("w").step("s", { run: () => 1 });
  const never = () => {
    throw new Error("The durations were asked.");
  };

  it("is not asked for durations by a run that is first in, first out", async () => {
    const told = vi.spyOn(console, "error");
    const store = storeWith({ read: never, note: never });
    await using engine = createEngine({ store });
    await engine.run(w);
    await using other = createEngine({ store, ...criticalPath });
    await other.run(w, undefined, { schedule: "fifo" });
    expect(told).not.toHaveBeenCalled();
  });

  it("is not asked for durations where every step has an estimate", async () => {
    const told = vi.spyOn(console, "error");
    const child = workflow("child").step("s", { run: () => 1, estimate: 5 });
    const parent = workflow("parent")
      .step("s", { run: () => 1, estimate: 5 })
      .subflow("sub", { workflow: child });
    await using engine = createEngine({ store: storeWith({ read: never, note: never }), ...criticalPath });
    await engine.run(parent.sleep("pause", 1));
    expect(told).not.toHaveBeenCalled();
  });

  it("is asked once when a run begins, and told once when it ends, even if that failed", async () => {
    const calls: string[] = [];
    const noted: StepDurations[] = [];
    const store = storeWith({
      read: (workflow) => {
        calls.push(`read ${workflow}`);
        return new Map();
      },
      note: (workflow, _version, durations) => {
        calls.push(`note ${workflow}`);
        noted.push(durations);
      },
    });
    const fail = () => {
      throw new Error("broken");
    };
    const broken = w.map("m", { over: [1, 2, 3], run: () => 1 }).step("fails", { dependsOn: ["m"], run: fail });
    await using engine = createEngine({ store, ...criticalPath });
    await expect(engine.run(broken)).rejects.toThrow("broken");
    expect(calls).toEqual(["read w", "note w"]);
    expect(noted.map((durations) => [...durations.keys()])).toEqual([["s", "m"]]);
  });

  it.each([
    ["at once", { read: () => fail(), note: () => fail() }],
    ["later", { read: async () => fail(), note: async () => fail() }],
  ])("fails no run if its durations fail, and is told of once: %s", async (_when, durations) => {
    const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await using engine = createEngine({ store: storeWith(durations), ...criticalPath });
    expect((await engine.run(w)).output).toBe(1);
    expect((await engine.run(w)).output).toBe(1);
    expect(told.mock.calls).toEqual([
      [
        "The store failed to keep how long steps take: Error: disk. The runs go on, and their schedules know less; mend the store.",
      ],
    ]);
  });

  it("that takes its time is waited for before the first step and before the end, and not by a cancel", async () => {
    const open: (() => void)[] = [];
    const held = <Value>(value: Value) => new Promise<Value>((resolve) => open.push(() => resolve(value)));
    const store = storeWith({
      read: () => held<StepDurations>(new Map([["b", { mean: 9, count: 1 }]])),
      note: () => held(undefined),
    });
    const answer = async () => {
      open.shift()?.();
      await turn();
    };
    const steps = createHeldSteps();
    const two = workflowOf([
      stepOf("a", { run: steps.held("a"), estimateMs: 1 }),
      stepOf("b", { run: steps.held("b") }),
    ]);
    const engine = { concurrency: 1, store, ...criticalPath };
    const trial = await begin(two, { engine });
    expect(steps.open).toEqual([]);
    await answer();
    expect(steps.open).toEqual(["b"]);
    let isOver = false;
    void trial.handle.result.then(() => {
      isOver = true;
    });
    await steps.succeed("b");
    await steps.succeed("a");
    expect([isOver, open.length]).toEqual([false, 1]);
    await answer();
    expect(isOver).toBe(true);
    const cancelled = await begin(two, { engine });
    await cancelled.cancel();
    expect((await cancelled.error()).run.status).toBe("cancelled");
    await answer();
    expect(steps.open).toEqual([]);
  });
});

function fail(): never {
  throw new Error("disk");
}
