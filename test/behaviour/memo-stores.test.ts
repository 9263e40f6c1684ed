import type { Memo, MemoStore, Store } from "@stepspan/engine";
import { createReplayingEngine } from "@stepspan/engine/testing";
import { createEngine, memoryStore, type StepContext, workflow } from "stepspan";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { counted } from "../support/counted-body.ts";
import { createHeldStore } from "../support/held-store.ts";
import { begin as beginReplayed, resumeElsewhere, snapshotText } from "../support/replayed-trial.ts";
import { begin } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

afterEach(() => vi.restoreAllMocks());

/** A store with other memos. */
function storeWith(memos: Partial<MemoStore>): Store {
  const store = memoryStore();
  return { ...store, memos: { ...store.memos, ...memos } };
}

/** Memos that answer when the test says so. */
function createHeldMemos() {
  const kept = new Map<string, Memo>();
  const open: (() => void)[] = [];
  const held = <Value>(answer: () => Value) =>
    new Promise<Value>((resolve) => {
      open.push(() => resolve(answer()));
    });
  const memos: MemoStore = {
    read: (key) => held(() => kept.get(key) ?? null),
    write: (key, memo) => held(() => void kept.set(key, memo)),
    prune: () => 0,
  };
  const answer = async () => {
    open.shift()?.();
    await turn();
  };
  return { memos, open, kept, answer };
}

describe("a store whose memos take their time", () => {
  it("is waited for before the body is called, and before the run is over", async () => {
    const { run, calls } = counted(() => 1);
    const w = workflow("w").step("s", { run, cache: true });
    const held = createHeldMemos();
    const store = storeWith(held.memos);
    const first = await begin(w, { engine: { store } });
    let isOver = false;
    void first.handle.result.then(() => {
      isOver = true;
    });
    expect([calls.length, held.open.length]).toEqual([0, 1]);
    await held.answer();
    expect([calls.length, held.open.length, isOver]).toEqual([1, 1, false]);
    await held.answer();
    expect(isOver).toBe(true);
    const second = await begin(w, { engine: { store } });
    await held.answer();
    expect((await second.end()).span("s").reusedFrom?.runId).toBe(first.handle.runId);
    expect(calls).toHaveLength(1);
  });

  it("does not stop a run in which nothing else can act, and comes too late for a step that was cancelled", async () => {
    const { run, calls } = counted(() => 1);
    const held = createHeldMemos();
    const w = workflow("w").step("s", { run, cache: true });
    const trial = await begin(w, { engine: { store: storeWith(held.memos) } });
    await trial.cancel();
    await held.answer();
    expect((await trial.end()).span("s").status).toBe("cancelled");
    expect(calls).toHaveLength(0);
    expect(held.kept.size).toBe(0);
  });
});

describe("a store whose memos fail", () => {
  const fail = () => {
    throw new Error("disk");
  };

  it.each([
    ["at once", { read: fail, write: fail }],
    ["later", { read: async () => fail(), write: async () => fail() }],
  ])("fails no run, and is told of once: %s", async (_when, memos) => {
    const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const { run, calls } = counted(() => 1);
    const w = workflow("w").step("a", { run, cache: true }).step("b", { run, cache: true });
    await using engine = createEngine({ store: storeWith(memos) });
    await engine.run(w);
    expect((await engine.run(w)).output).toBe(1);
    expect(calls).toHaveLength(4);
    expect(told.mock.calls).toEqual([
      [
        "The memos of the store failed: Error: disk. The runs go on, and steps with cache do their work anew; mend the store.",
      ],
    ]);
  });
});

describe("a memo", () => {
  it("says where its output comes from, and until when it can be used", async () => {
    const written: Memo[] = [];
    const store = storeWith({ write: (_key, memo) => void written.push(memo) });
    const run = () => ({ sum: 1 });
    const w = workflow("w")
      .step("s", { run, cache: { ttl: 500 } })
      .step("t", { run, cache: true });
    const trial = await begin(w, { engine: { store } });
    const time = trial.clock.now();
    const { runId } = trial.handle;
    const output = { sum: 1 };
    expect(written).toEqual([
      { runId, path: "s", output, time, expiresAt: time + 500 },
      { runId, path: "t", output, time, expiresAt: null },
    ]);
  });

  it("is written only after the success is stored", async () => {
    const held = createHeldStore();
    const written: string[] = [];
    const memos = { ...held.memos, write: (_key: string, { path }: Memo) => void written.push(path) };
    const w = workflow("w").step("s", { run: () => 1, cache: true });
    const trial = await begin(w, { engine: { store: { ...held, memos, open: held.open } } });
    const isStored = () => held.taken.some(({ type }) => type === "step-succeeded");
    while (held.waiting > 0) {
      expect(written).toEqual(isStored() ? ["s"] : []);
      await held.take();
    }
    expect(written).toEqual(["s"]);
    await trial.end();
  });

  it("is neither written nor looked for where no step has a cache", async () => {
    const never = () => {
      throw new Error("The memos were asked.");
    };
    const told = vi.spyOn(console, "error");
    await using engine = createEngine({ store: storeWith({ read: never, write: never }) });
    await engine.run(workflow("w").step("s", { run: () => 1 }));
    expect(told).not.toHaveBeenCalled();
  });

  it("is written by a run that was resumed after its step had been evaluated", async () => {
    const calls: object[] = [];
    const wait = async (params: { at: Date }, { sleep }: StepContext) => {
      calls.push(params);
      await sleep("1h");
      return 1;
    };
    const w = workflow("w", { input: z.object({ at: z.date() }) }).step("s", {
      params: { at: ({ input }) => input.at },
      run: wait,
      cache: { key: ({ params }) => [params.at] },
    });
    const input = { at: new Date(5) };
    const store = memoryStore();
    const before = await beginReplayed(w, { input });
    const text = await snapshotText(before.handle);
    const resumed = await resumeElsewhere(before, text, w, { engine: { store } });
    await resumed.advance(3_600_000);
    await resumed.end();
    expect(calls).toHaveLength(2);
    const after = await (await begin(w, { input, engine: { store, clock: before.clock } })).end();
    expect(after.span("s").reusedFrom?.runId).toBe(before.handle.runId);
    expect(calls).toHaveLength(2);
  });

  it("is used by a run that was resumed before its step was evaluated", async () => {
    const { run, calls } = counted(() => 1);
    const w = workflow("w")
      .sleep("pause", "1h")
      .step("s", { run, dependsOn: ["pause"], cache: true });
    const store = memoryStore();
    const first = await begin(w, { engine: { store } });
    await first.advance(3_600_000);
    await first.end();
    const before = await beginReplayed(w);
    const resumed = await resumeElsewhere(before, await snapshotText(before.handle), w, { engine: { store } });
    await resumed.advance(3_600_000);
    expect((await resumed.end()).span("s").reusedFrom?.runId).toBe(first.handle.runId);
    expect(calls).toHaveLength(1);
  });
});

describe("an engine that replays its events", () => {
  it("uses outputs again as any other", async () => {
    const { run, calls } = counted(({ n }: { n: number }) => n);
    const w = workflow("w").map("s", { over: [1, 2], params: { n: ({ item }) => item }, run, cache: true });
    await using engine = createReplayingEngine();
    const outputs = [(await engine.run(w)).output, (await engine.run(w)).output];
    expect(outputs).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(calls).toHaveLength(2);
  });
});
