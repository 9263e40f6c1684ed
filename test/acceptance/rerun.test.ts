import type { Run, RunEvent, Runnable, Store } from "@stepspan/engine";
import { createReplayingEngine } from "@stepspan/engine/testing";
import { createEngine, type Engine, memoryStore, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ended } from "../support/trial.ts";

/** A pipeline with the names of the bodies that were called; the body of `price` is broken until `fixed` is true. */
function pricing() {
  const calls: string[] = [];
  const state = { fixed: false };
  const pipeline = workflow("pricing", { input: z.object({ day: z.string() }) })
    .step("fetch", {
      params: { day: ({ input }) => input.day },
      run: ({ day }) => {
        calls.push("fetch");
        return [`${day}-1`, `${day}-2`];
      },
    })
    .step("audit", {
      run: () => {
        calls.push("audit");
        return "seen";
      },
    })
    .step("price", {
      params: { orders: ({ stepSpan }) => stepSpan("fetch").output },
      run: ({ orders }) => {
        calls.push("price");
        if (!state.fixed) throw new Error("no prices today");
        return orders.map((order) => `${order}: 5`);
      },
    })
    .step("merge", {
      params: {
        prices: ({ stepSpan }) => stepSpan("price").output,
        audit: ({ stepSpan }) => stepSpan("audit").output,
      },
      run: ({ prices, audit }) => {
        calls.push("merge");
        return `${prices.join(", ")} (${audit})`;
      },
    });
  return { calls, state, pipeline };
}

function firstRun(engine: Engine, pipeline: Runnable<{ day: string }>): Promise<Run> {
  return ended(engine.start(pipeline, { day: "mon" }, { runId: "first", metadata: { tag: "a" } }).result);
}

/** A store in memory that tells of each append. */
function toldStore(told: (events: readonly RunEvent[]) => void): Store {
  const store = memoryStore();
  const open: Store["open"] = (runId, lease) => {
    const journal = store.open(runId, lease);
    const append: typeof journal.append = (position, events, dueAt) => {
      told(events);
      return journal.append(position, events, dueAt);
    };
    return { ...journal, append };
  };
  return { ...store, open };
}

describe.each([
  ["an engine", createEngine],
  ["an engine that replays after every event", createReplayingEngine],
])("a rerun in %s", (_name, create) => {
  it("from a step runs that and what depends on it, once its body is mended; the rest is used again", async () => {
    await using engine = create();
    const { calls, state, pipeline } = pricing();
    const first = await firstRun(engine, pipeline);
    expect(first.status).toBe("failed");
    calls.length = 0;
    state.fixed = true;
    const handle = await engine.rerun("first", { from: "price", runId: "second" });
    const run = await handle.result;
    expect(calls).toEqual(["price", "merge"]);
    expect(run).toMatchObject({
      runId: "second",
      output: "mon-1: 5, mon-2: 5 (seen)",
      input: { day: "mon" },
      metadata: { tag: "a" },
      parentRunId: null,
      rerunOf: { runId: "first", from: "price" },
    });
    expect(run.span("fetch")).toMatchObject({
      status: "succeeded",
      input: { day: "mon" },
      attempts: [],
      startedAt: null,
      reusedFrom: { runId: "first", path: "fetch", time: first.span("fetch").finishedAt },
    });
    expect(run.span("price").reusedFrom).toBe(null);
    expect(first.rerunOf).toBe(null);
  });

  it("of what failed runs that and what was lost with it", async () => {
    await using engine = create();
    const { calls, state, pipeline } = pricing();
    await firstRun(engine, pipeline);
    calls.length = 0;
    state.fixed = true;
    const run = await (await engine.rerun("first", { failedOnly: true })).result;
    expect(calls).toEqual(["price", "merge"]);
    expect(run.rerunOf).toEqual({ runId: "first", from: null });
    expect(run.runId).not.toBe("first");
  });

  it("is a run like others: it may fail again, and be rerun, and a span names the run in which its step ran", async () => {
    await using engine = create();
    const { calls, state, pipeline } = pricing();
    await firstRun(engine, pipeline);
    const second = await ended((await engine.rerun("first", { from: "price", runId: "second" })).result);
    expect(second.status).toBe("failed");
    calls.length = 0;
    state.fixed = true;
    const third = await (await engine.rerun("second", { failedOnly: true })).result;
    expect(calls).toEqual(["price", "merge"]);
    expect(third.rerunOf?.runId).toBe("second");
    expect(third.span("fetch").reusedFrom?.runId).toBe("first");
    const fourth = await (await engine.rerun(third.runId, { from: "merge" })).result;
    expect(fourth.span("price").reusedFrom?.runId).toBe(third.runId);
    expect(fourth.output).toBe(third.output);
  });

  it("runs the workflow as it is now: what is new runs, what is gone is passed over, what is reused is as it was", async () => {
    const calls: string[] = [];
    const called = (name: string, output: string) => () => {
      calls.push(name);
      return output;
    };
    const old = workflow("w")
      .step("a", { run: called("a", "A") })
      .step("gone", { run: called("gone", "G") });
    const now = workflow("w")
      .step("a", { run: called("a", "another") })
      .step("fresh", { run: called("fresh", "F") })
      .step("end", {
        params: { a: ({ stepSpan }) => stepSpan("a").output, fresh: ({ stepSpan }) => stepSpan("fresh").output },
        run: ({ a, fresh }) => a + fresh,
      });
    await using engine = create();
    await engine.run(old, undefined, { runId: "first" });
    calls.length = 0;
    const run = await (await engine.rerun("first", { from: "end", workflow: now })).result;
    expect(calls).toEqual(["fresh"]);
    expect(run.output).toBe("AF");
  });

  it("begins with what is reused, stored as one, before anything is evaluated", async () => {
    const appended: string[][] = [];
    const shown = (event: RunEvent) => ("path" in event ? `${event.type} ${event.path}` : event.type);
    await using engine = create({ store: toldStore((events) => appended.push(events.map(shown))) });
    const { state, pipeline } = pricing();
    await firstRun(engine, pipeline);
    appended.length = 0;
    state.fixed = true;
    await (await engine.rerun("first", { from: "merge" })).result;
    expect(appended.slice(0, 2)).toEqual([
      ["run-started", "step-reused fetch", "step-reused audit"],
      ["step-queued price"],
    ]);
  });

  it("can be resumed from any prefix of its events: what is not reused yet runs", async () => {
    const { state, pipeline } = pricing();
    const store = memoryStore();
    const before = create({ store, workflows: [pipeline] });
    await firstRun(before, pipeline);
    state.fixed = true;
    const whole = await (await before.rerun("first", { from: "price", runId: "second" })).result;
    const events = await store.open("second").read(0, Infinity);
    for (let length = 1; length < events.length; length++) {
      const cut = memoryStore();
      await cut.open("second").append(0, events.slice(0, length));
      await using engine = create({ store: cut, workflows: [pipeline] });
      const run = await (await engine.resume("second")).result;
      expect(run.output).toBe(whole.output);
      expect(run.rerunOf).toEqual({ runId: "first", from: "price" });
      const reused = run.spans.filter(({ reusedFrom }) => reusedFrom !== null).map(({ name }) => name);
      expect(reused).toEqual(["fetch", "audit"].slice(0, length - 1));
    }
  });

  it("takes options as a run does", async () => {
    await using engine = create();
    const seen: unknown[] = [];
    const waiting = workflow("w").step("work", {
      run: (_params, context) => {
        seen.push(context.run.metadata, context.resources.get("db"));
      },
    });
    await engine.run(waiting, undefined, {
      runId: "first",
      metadata: { tag: "a" },
      resources: { db: { name: "one" } },
    });
    const handle = await engine.rerun("first", {
      from: "work",
      metadata: { tag: "b" },
      resources: { db: { name: "two" } },
      signal: new AbortController().signal,
      timeout: "1h",
      concurrency: 1,
    });
    await ended(handle.result);
    expect(seen).toEqual([{ tag: "a" }, { name: "one" }, { tag: "b" }, { name: "two" }]);
  });

  it("is cancelled at once by a signal that was aborted before; what is reused is there", async () => {
    await using engine = create();
    const { calls, pipeline } = pricing();
    await firstRun(engine, pipeline);
    calls.length = 0;
    const handle = await engine.rerun("first", { from: "price", signal: AbortSignal.abort("no") });
    const run = await ended(handle.result);
    expect(run.status).toBe("cancelled");
    expect(run.spans.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "fetch succeeded",
      "audit succeeded",
      "price cancelled",
      "merge cancelled",
    ]);
    expect(calls).toEqual([]);
  });
});

describe("what cannot be rerun is refused", () => {
  async function refusal(engine: Engine, runId: string, options: unknown): Promise<string> {
    const refused = engine.rerun(runId, options as never).then(
      () => "it was not",
      (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
    );
    return refused;
  }

  it.each<[unknown, string]>([
    [
      {},
      'engine.rerun got neither from nor failedOnly. Say what is to run again: { from: "step" } or { failedOnly: true }.',
    ],
    [{ from: "price", failedOnly: true }, "engine.rerun got both from and failedOnly. Give one of them."],
    [{ failedOnly: false }, 'engine.rerun got false as failedOnly. Give true, or a step: { from: "step" }.'],
    [{ from: 5 }, "engine.rerun got 5 as from. Give the name of a step."],
    [undefined, "engine.rerun got undefined in place of its options. Give an object."],
    [
      { from: "price", live: true },
      'engine.rerun got the unknown option "live". Its options are from, failedOnly, workflow, runId, metadata, signal, concurrency, schedule, timeout, resources.',
    ],
    [{ from: "prise" }, 'Workflow "pricing" has no step "prise" to rerun from. Did you mean "price"?'],
    [
      { from: "price", workflow: workflow("other").step("price", { run: () => 1 }) },
      'Run "first" is one of workflow "pricing", so it cannot be rerun with workflow "other". Give the workflow of its name.',
    ],
    [
      { from: "price", workflow: {} },
      "The engine was asked to run what is no workflow. Give a workflow, as workflow(name) makes it.",
    ],
    [{ from: "price", concurrency: 0 }, 'The run of workflow "pricing" got the concurrency 0. Give a whole number of at least 1, or Infinity.'], // biome-ignore format: one line
  ])("%j", async (options, text) => {
    await using engine = createEngine();
    await firstRun(engine, pricing().pipeline);
    expect(await refusal(engine, "first", options)).toBe(`DEFINITION: ${text}`);
    expect(await engine.runs.list()).toHaveLength(1);
  });

  it("a run that is not there", async () => {
    await using engine = createEngine();
    expect(await refusal(engine, "none", { from: "a" })).toBe(
      'DEFINITION: The store has no run "none", so it cannot be rerun. Its runs are listed by engine.runs.list().',
    );
  });

  it("a run that is not over", async () => {
    await using engine = createEngine();
    const handle = engine.start(workflow("w").sleep("nap", "1h"), undefined, { runId: "first" });
    await handle.pause();
    expect(await refusal(engine, "first", { from: "nap" })).toBe(
      'DEFINITION: Run "first" of workflow "w" is not over (paused), so it cannot be rerun. Wait for its end, or cancel it.',
    );
    handle.cancel();
    await ended(handle.result);
    expect(await refusal(engine, "first", { from: "nab" })).toContain('Did you mean "nap"?');
  });

  it("a run of a workflow that is not known", async () => {
    const store = memoryStore();
    await createEngine({ store }).run(workflow("w").step("a", { run: () => 1 }), undefined, { runId: "first" });
    await using engine = createEngine({ store });
    expect(await refusal(engine, "first", { from: "a" })).toBe(
      'DEFINITION: Run "first" is one of workflow "w", which the engine does not know. Give it to the engine: createEngine({ workflows: [workflow] }), or to rerun: engine.rerun(runId, { workflow, … }).',
    );
  });

  it("in an engine that was closed", async () => {
    const engine = createEngine();
    await engine.close();
    expect(await refusal(engine, "first", { from: "a" })).toBe(
      'DEFINITION: The engine was closed, so it cannot rerun run "first". Create another engine.',
    );
  });
});
