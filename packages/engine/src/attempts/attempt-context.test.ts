import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import { currentSpan, getRunContext, parentSpan } from "../context/functions.ts";
import type { StepContext } from "../context/step-context.ts";
import { createEngine } from "../create-engine.ts";
import type { StepDefinition, StepFunction } from "../plan/definition.ts";

/** Runs one step, and gives what its body returned. */
async function outputOf(run: StepFunction, options: Partial<StepDefinition> = {}): Promise<unknown> {
  await using engine = createEngine();
  const step = stepOf("fetch", { ...options, run });
  return (
    await engine.run(workflowOf([step], { name: "report" }), { day: "mon" }, { runId: "run-1", metadata: { tag: 1 } })
  ).output;
}

describe("the context of an attempt", () => {
  it("says which run, step and attempt it is", async () => {
    const output = await outputOf(
      (_params: never, context: StepContext) => ({
        ...{ run: context.run, step: context.step, path: context.path, input: context.input },
        ...{ attempt: context.attempt, number: context.metadata.attempt, key: context.idempotencyKey },
      }),
      { params: [{ name: "limit", kind: "constant", value: 5 }] },
    );
    expect(output).toEqual({
      run: { id: "run-1", workflow: "report", metadata: { tag: 1 }, parentRunId: null },
      step: "fetch",
      path: "fetch",
      input: { limit: 5 },
      attempt: 1,
      number: 1,
      key: "run-1/fetch",
    });
  });

  it("has the same key for all attempts, and another signal for each", async () => {
    const seen: StepContext[] = [];
    await outputOf(
      (_params: never, context: StepContext) => {
        seen.push(context);
        if (context.attempt < 3) throw new Error("again");
      },
      { retry: { attempts: 3, delayMs: 0, backoff: "fixed", factor: 2, maxDelayMs: 0, jitter: 0 } },
    );
    expect(seen.map((context) => context.idempotencyKey)).toEqual(["run-1/fetch", "run-1/fetch", "run-1/fetch"]);
    expect(new Set(seen.map((context) => context.signal)).size).toBe(3);
    expect(seen.map((context) => context.signal.aborted)).toEqual([false, false, false]);
    expect(seen[0]?.signal).toBe(seen[0]?.signal);
  });

  it("is the body's own: what a body does to it changes nothing for the run", async () => {
    const body = (_params: never, context: StepContext) => {
      const number = context.attempt;
      for (const field of ["attempt", "path", "input"]) Object.defineProperty(context, field, { value: "mine" });
      expect(() => Object.assign(context, { step: "mine" })).toThrow(TypeError);
      if (number === 1) throw new Error("again");
      return [number, context.attempt, currentSpan().name];
    };
    const retry = { attempts: 2, delayMs: 0, backoff: "fixed", factor: 2, maxDelayMs: 0, jitter: 0 } as const;
    expect(await outputOf(body, { retry })).toEqual([2, "mine", "fetch"]);
  });

  it("reads and sets values by key, from any function that the step calls", async () => {
    const deep = () => {
      const { getData, setData, input, runId, workflow } = getRunContext();
      setData(".status", { pages: 3 });
      return {
        ...{ input, runId, workflow },
        ...{ day: getData("..input.day"), limit: getData(".input.limit"), pages: getData(".status.pages") },
        ...{ none: getData(".custom"), output: getData(".output") },
      };
    };
    const output = await outputOf(() => Promise.resolve().then(deep), {
      params: [{ name: "limit", kind: "constant", value: 5 }],
    });
    expect(output).toEqual({
      ...{ input: { day: "mon" }, runId: "run-1", workflow: "report" },
      ...{ day: "mon", limit: 5, pages: 3, none: undefined, output: undefined },
    });
  });

  it("has the span of the step, and above it that of the run", async () => {
    const spans = () => [currentSpan(), parentSpan()].map(({ name, path, status, id }) => ({ name, path, status, id }));
    expect(await outputOf(spans)).toEqual([
      { name: "fetch", path: "fetch", status: "running", id: "run-1/fetch" },
      { name: "report", path: "", status: "running", id: "run-1" },
    ]);
  });

  it("writes nothing any more once another attempt has begun", async () => {
    const seen: StepContext[] = [];
    const body = (_params: never, context: StepContext) => {
      seen.push(context);
      if (context.attempt === 1) throw new Error("again");
      seen[0]!.span.set("early", 1);
      context.span.set("now", 2);
      return [context.span.get("early"), context.span.get("now")];
    };
    const retry = { attempts: 2, delayMs: 0, backoff: "fixed", factor: 2, maxDelayMs: 0, jitter: 0 } as const;
    expect(await outputOf(body, { retry })).toEqual([undefined, 2]);
  });

  it("writes nothing any more once the attempt is over", async () => {
    let late: StepContext | undefined;
    await using engine = createEngine();
    const first = stepOf("first", {
      run: (_params: never, context: StepContext) => {
        late = context;
        context.span.set("in time", true);
      },
    });
    const second = stepOf("second", {
      dependsOn: ["first"],
      run: () => {
        late?.span.set("too late", true);
        late?.usage.add("tokens", 5);
        late?.log.info("too late");
      },
    });
    const run = await engine.run(workflowOf([first, second]));
    const { vars, usage, logs } = run.span("first" as never);
    expect({ vars, usage, logs }).toEqual({ vars: { "in time": true }, usage: {}, logs: [] });
    expect(run.usage).toEqual({});
  });

  it("adds up units named like methods of objects: they once began with a function", async () => {
    await using engine = createEngine();
    const step = stepOf("fetch", {
      run: (_params: never, context: StepContext) => {
        for (const amount of [1, 2]) context.usage.add("toString", amount);
      },
    });
    const run = await engine.run(workflowOf([step]));
    expect([run.usage, run.span("fetch" as never).usage]).toEqual([{ toString: 3 }, { toString: 3 }]);
  });
});
