import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import type { StepContext } from "../context/step-context.ts";
import { createEngineWith } from "../create-engine.ts";
import type { StepDefinition } from "../plan/definition.ts";
import type { Run } from "../spans/run.ts";
import { createManualClock } from "../testing/manual-clock.ts";

const fetch = stepOf("fetch", {
  params: [{ name: "limit", kind: "constant", value: 5 }],
  run: (_params: never, context: StepContext) => {
    context.span.set("pages", 3);
    context.usage.add("tokens", 7);
    context.log.info("done", { rows: 2 });
    return { rows: ["a", "b"] };
  },
});
const price = stepOf("price", { when: lambdaOf(() => false) });
const merge = stepOf("merge", {
  params: [
    parameterOf(
      "rows",
      lambdaOf(({ stepSpan }) => stepSpan("fetch").output, "fetch"),
    ),
  ],
  run: () => new Map([["total", 1]]),
});
const broken = stepOf("broken", {
  continueOnError: true,
  run: () => {
    throw new Error("boom");
  },
});

/** The run of a workflow of these steps on a clock that stands still at 1,000, however it ends. */
async function runOf(...steps: StepDefinition[]): Promise<Run<unknown, Record<string, unknown>>> {
  await using engine = createEngineWith({ clock: createManualClock(1000) }, { createRunId: () => "run-1" });
  const workflow = workflowOf(steps, { name: "report" });
  return (await engine.run(workflow, { day: "mon" }).catch((error) => error.run)) as Awaited<ReturnType<typeof runOf>>;
}

describe("a span as JSON", () => {
  it("has all of its fields", async () => {
    const run = await runOf(fetch, merge);
    expect(JSON.parse(JSON.stringify(run.span("fetch")))).toEqual({
      ...{ name: "fetch", path: "fetch", id: "run-1/fetch", parentId: "run-1", status: "succeeded" },
      ...{ input: { limit: 5 }, output: { rows: ["a", "b"] }, error: null, skipped: null, cancelled: null },
      ...{ vars: { pages: 3 }, usage: { tokens: 7 } },
      logs: [{ time: 1000, level: "info", message: "done", fields: { rows: 2 } }],
      attempts: [{ number: 1, startedAt: 1000, finishedAt: 1000, error: null }],
      ...{ dependencies: [], queuedAt: 1000, startedAt: 1000, finishedAt: 1000, duration: 0 },
      waited: { dependencies: 0, slot: 0, retry: 0 },
    });
    expect(JSON.parse(JSON.stringify(run.span("merge"))).dependencies).toEqual([
      { step: "fetch", kind: "data", certainty: "required", parameter: "rows", path: ["output"], read: true },
    ]);
  });

  it("of a step that was reused says where from, and so does its run", async () => {
    await using engine = createEngineWith({ clock: createManualClock(1000) }, { createRunId: () => "run-2" });
    const workflow = workflowOf([fetch, merge], { name: "report" });
    await engine.run(workflow, null, { runId: "run-1" });
    const run = await (await engine.rerun("run-1", { from: "merge" })).result;
    const reusedFrom = { runId: "run-1", path: "fetch", time: 1000 };
    expect(JSON.parse(JSON.stringify(run.span("fetch")))).toMatchObject({ reusedFrom, attempts: [] });
    expect(inspect(run.span("fetch"))).toContain("reusedFrom: { runId: 'run-1', path: 'fetch', time: 1000 }");
    expect(JSON.parse(JSON.stringify(run.span("merge")))).not.toHaveProperty("reusedFrom");
    expect(JSON.parse(JSON.stringify(run))).toMatchObject({ rerunOf: { runId: "run-1", from: "merge" } });
  });

  it("has errors by name, code and message", async () => {
    const error = {
      name: "StepError",
      code: "STEP_FAILED",
      message: 'Step "broken" failed on attempt 1: Error: boom.',
    };
    const span = (await runOf(broken)).span("broken");
    expect(JSON.parse(JSON.stringify(span))).toMatchObject({
      status: "failed",
      error,
      attempts: [{ number: 1, error }],
    });
  });

  it("says why a step was skipped or cancelled, whatever was given to cancel", async () => {
    expect(JSON.parse(JSON.stringify((await runOf(price)).span("price")))).toMatchObject({
      ...{ status: "skipped", skipped: { kind: "guard" }, attempts: [] },
      ...{ queuedAt: null, startedAt: null, duration: 0 },
    });
    await using engine = createEngineWith({ clock: createManualClock() }, {});
    for (const [reason, shown] of [
      ["late", "late"],
      [new Error("gone"), "Error: gone"],
      [undefined, undefined],
    ]) {
      // biome-ignore format: one line
      const handle = engine.start(workflowOf([stepOf("a")]));
      handle.cancel(reason);
      const { run } = await handle.result.catch((error) => error);
      expect(JSON.parse(JSON.stringify(run.span("a"))).cancelled).toEqual({ kind: "cancel", reason: shown });
    }
  });

  it("is that of the run too", async () => {
    const { rootSpan } = await runOf(fetch);
    expect(JSON.parse(JSON.stringify(rootSpan))).toMatchObject({
      ...{ name: "report", path: "", id: "run-1", parentId: null, status: "succeeded" },
      ...{ input: { day: "mon" }, output: { rows: ["a", "b"] }, usage: { tokens: 7 } },
    });
  });
});

describe("a run as JSON", () => {
  it("has its fields, its errors, and its spans in brief", async () => {
    expect(JSON.parse(JSON.stringify(await runOf(fetch, price, broken, merge)))).toEqual({
      ...{ runId: "run-1", workflow: "report", status: "succeeded", input: { day: "mon" }, output: {} },
      ...{
        metadata: {},
        parentRunId: null,
        usage: { tokens: 7 },
        startedAt: 1000,
        finishedAt: 1000,
        duration: 0,
        errors: [],
      },
      spans: [
        { name: "fetch", status: "succeeded", duration: 0 },
        { name: "broken", status: "failed", duration: 0 },
        { name: "merge", status: "succeeded", duration: 0 },
        { name: "price", status: "skipped", duration: 0, because: "guard" },
      ],
    });
  });

  it("says what failed", async () => {
    const failing = { ...broken, continueOnError: false };
    expect(JSON.parse(JSON.stringify(await runOf(failing, stepOf("next", { dependsOn: ["broken"] }))))).toMatchObject({
      ...{ status: "failed", output: null },
      errors: [{ name: "StepError", code: "STEP_FAILED", message: 'Step "broken" failed on attempt 1: Error: boom.' }],
      spans: [
        { name: "broken", status: "failed" },
        { name: "next", status: "skipped", because: 'upstream, "broken"' },
      ],
    });
  });
});

describe("a console", () => {
  it("shows a span without what is empty", async () => {
    const run = await runOf(fetch, price, merge);
    expect(inspect(run.span("merge"), { depth: 1 })).toBe(
      `Span {
  name: 'merge',
  path: 'merge',
  id: 'run-1/merge',
  parentId: 'run-1',
  status: 'succeeded',
  input: { rows: [Object] },
  output: Map(1) { 'total' => 1 },
  attempts: [ [Object] ],
  dependencies: [ [Object] ],
  queuedAt: 1000,
  startedAt: 1000,
  finishedAt: 1000,
  duration: 0
}`,
    );
    expect(inspect(run.span("price"))).toBe(
      `Span {
  name: 'price',
  path: 'price',
  id: 'run-1/price',
  parentId: 'run-1',
  status: 'skipped',
  skipped: { kind: 'guard' },
  finishedAt: 1000,
  duration: 0
}`,
    );
    expect(inspect((await runOf(broken)).span("broken"))).toMatch(
      /error: StepError: Step "broken" failed on attempt 1/,
    );
  });

  it("shows how long a step waited, if it did", async () => {
    const clock = createManualClock(1000);
    await using engine = createEngineWith({ clock }, {});
    const slow = stepOf("slow", { run: async () => clock.advance(5) });
    const run = await engine.run(workflowOf([slow, stepOf("below", { dependsOn: ["slow"] })]));
    expect(inspect(run.span("slow"))).not.toContain("waited");
    expect(inspect(run.span("below"))).toContain("waited: { dependencies: 5, slot: 0, retry: 0 }");
  });

  it("shows a run with a line for each span", async () => {
    expect(inspect(await runOf(fetch, price, { ...broken, continueOnError: false }))).toMatch(
      /^Run \{\n {2}runId: 'run-1',\n {2}workflow: 'report',\n {2}status: 'failed',\n {2}input: \{ day: 'mon' \},/,
    );
    expect(inspect(await runOf(fetch, price, broken))).toBe(
      `Run {
  runId: 'run-1',
  workflow: 'report',
  status: 'succeeded',
  input: { day: 'mon' },
  usage: { tokens: 7 },
  startedAt: 1000,
  finishedAt: 1000,
  duration: 0,
  spans: [
    'fetch: succeeded, 0 ms',
    'broken: failed, 0 ms',
    'price: skipped (guard)'
  ]
}`,
    );
  });

  it("shows no more than the name where it is not to go deeper, and indents what it shows inside of others", async () => {
    const run = await runOf(stepOf("a", { run: () => 1 }));
    expect(inspect([run, run.span("a")], { depth: 0 })).toBe("[ [Run], [Span] ]");
    expect(inspect({ span: run.span("a") })).toMatch(/^\{\n {2}span: Span \{\n {4}name: 'a',\n {4}path: 'a',/);
  });

  it("escapes what names might do to a terminal", async () => {
    const run = await runOf(stepOf("\u001B[31mred", { run: () => 1 }));
    expect(inspect([run, run.spans], { depth: 9 })).not.toContain("\u001B");
  });

  it("that is not Node's gets a plain object", async () => {
    const span = (await runOf(stepOf("a"))).span("a");
    const look = (span as never as Record<symbol, (depth: number, options: object) => unknown>)[
      Symbol.for("nodejs.util.inspect.custom")
    ]!;
    expect(look.call(span, 2, {})).toMatchObject({ name: "a", output: "a" });
  });
});
