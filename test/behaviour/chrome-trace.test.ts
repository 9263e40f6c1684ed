import type { ChromeTrace, ChromeTraceEvent, Run } from "@stepspan/engine";
import { defineEvent, type StepContext, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, send } from "../support/replayed-trial.ts";

type Slice = Extract<ChromeTraceEvent, { readonly ph: "X" }>;
type Flow = Exclude<ChromeTraceEvent, { readonly ph: "X" | "M" }>;

const answer = defineEvent("answer");

function slicesOf({ traceEvents }: ChromeTrace): readonly Slice[] {
  return traceEvents.filter((event) => event.ph === "X");
}

function flowsOf({ traceEvents }: ChromeTrace): readonly Flow[] {
  return traceEvents.filter((event): event is Flow => event.ph === "s" || event.ph === "f");
}

/** Whether slices of one lane lie inside each other or beside each other, whatever their order. */
function checkNesting(trace: ChromeTrace): void {
  const byLane = Map.groupBy(slicesOf(trace), ({ pid, tid }) => `${pid} ${tid}`);
  for (const slices of byLane.values()) {
    for (const [at, a] of slices.entries()) {
      for (const b of slices.slice(at + 1)) {
        const [aEnd, bEnd] = [a.ts + a.dur, b.ts + b.dur];
        const isBeside = aEnd <= b.ts || bEnd <= a.ts;
        const isInside = (a.ts <= b.ts && bEnd <= aEnd) || (b.ts <= a.ts && aEnd <= bEnd);
        expect(isBeside || isInside, `${JSON.stringify(a)} ${JSON.stringify(b)}`).toBe(true);
        if (!isBeside && a.cat === "step") expect(b.cat, "two steps that overlap share a lane").not.toBe("step");
      }
    }
  }
}

/** Every arrow has two ends, and each end lies in a slice of its lane. */
function checkFlows(trace: ChromeTrace): void {
  const slices = slicesOf(trace);
  for (const [start, end, ...others] of Map.groupBy(flowsOf(trace), ({ id }) => id).values()) {
    expect([start!.ph, end!.ph, others]).toEqual(["s", "f", []]);
    expect(end).toMatchObject({ bp: "e", cat: start!.cat, name: start!.name });
    expect(start!.ts).toBeLessThanOrEqual(end!.ts);
    for (const { pid, tid, ts } of [start!, end!]) {
      expect(slices.some((one) => one.pid === pid && one.tid === tid && one.ts <= ts && ts <= one.ts + one.dur)).toBe(
        true,
      );
    }
  }
}

function checkTrace(run: Run): ChromeTrace {
  const trace = run.toChromeTrace();
  expect(JSON.parse(JSON.stringify(trace))).toEqual(trace);
  for (const { pid, tid } of trace.traceEvents) expect([pid, tid].every(Number.isInteger)).toBe(true);
  for (const { ts, dur } of slicesOf(trace)) {
    expect([ts, dur].every((time) => Number.isInteger(time) && time >= 0)).toBe(true);
  }
  checkNesting(trace);
  checkFlows(trace);
  return trace;
}

/** The slices of a span in lines. */
function linesAt(trace: ChromeTrace, path: string): readonly string[] {
  return slicesOf(trace)
    .filter(({ args }) => args.path === path)
    .map(({ name, cat, ts, dur }) => `${cat} "${name}" ${ts}+${dur}`);
}

describe("run.toChromeTrace", () => {
  it("has a slice for each step, for each attempt in it, and for each time of waiting", async () => {
    const steps = createHeldSteps();
    const flaky = workflow("flaky")
      .step("shaky", { retry: { attempts: 2, delay: 100 }, run: steps.held("shaky") })
      .step("next", { dependsOn: ["shaky"], run: steps.held("next") })
      .step("never", { when: () => false, run: () => 1 });
    const trial = await begin(flaky, { run: { runId: "run-1" } });
    await trial.advance(10);
    await steps.fail("shaky", new Error("busy"));
    await trial.advance(100);
    await trial.advance(5.5);
    await steps.succeed("shaky", { rows: 3 });
    await trial.advance(2);
    await steps.succeed("next");
    const trace = checkTrace(await trial.end());
    expect(linesAt(trace, "shaky")).toEqual([
      'step "shaky" 0+115500',
      'attempt "attempt 1" 0+10000',
      'retry "waits for its retry" 10000+100000',
      'attempt "attempt 2" 110000+5500',
    ]);
    expect(linesAt(trace, "next")).toEqual([
      'step "next" 115500+2000',
      'attempt "attempt 1" 115500+2000',
      'dependencies "next waits for dependencies" 0+115500',
    ]);
    expect(linesAt(trace, "never")).toEqual([]);
    const [shaky, failed] = slicesOf(trace).filter(({ args }) => args.path === "shaky");
    expect(shaky!.args).toEqual({
      path: "shaky",
      status: "succeeded",
      attempts: 2,
      input: "{}",
      output: '{"rows":3}',
    });
    expect(failed!.args.error).toContain("busy");
    expect(flowsOf(trace)).toEqual([
      { ph: "s", name: "order", cat: "dependency", id: 1, pid: 1, tid: 1, ts: 115_499 },
      { ph: "f", bp: "e", name: "order", cat: "dependency", id: 1, pid: 1, tid: 1, ts: 115_500 },
    ]);
    expect(trace).toMatchObject({
      displayTimeUnit: "ms",
      otherData: { runId: "run-1", workflow: "flaky", status: "succeeded", startedAt: "1970-01-01T00:00:00.000Z" },
    });
    expect(trace.traceEvents[0]).toEqual({
      ph: "M",
      name: "process_name",
      pid: 1,
      tid: 0,
      args: { name: "flaky run-1" },
    });
  });

  it("gives lanes to what overlaps in time, and waits of a body inside of its attempt", async () => {
    const steps = createHeldSteps();
    const child = workflow("child")
      .step("one", { run: steps.held("one") })
      .step("two", { dependsOn: ["one"], run: steps.held("two") });
    const wide = workflow("wide")
      .map("each", { over: () => [1, 2, 3], concurrency: 2, run: steps.held("each") })
      .subflow("nested", { workflow: child })
      .sleep("nap", 7)
      .step("asks", {
        run: async (params: object, context: StepContext) => {
          await context.waitFor(answer);
          return steps.held("asks")(params, context);
        },
      });
    const trial = await begin(wide, { engine: { concurrency: 3 } });
    await trial.advance(3);
    await steps.succeed("each");
    await trial.advance(4);
    await steps.succeed("one");
    await send(trial, answer, undefined);
    await trial.advance(2);
    await steps.succeed("two");
    await steps.succeed("each");
    await steps.succeed("each");
    await trial.advance(1);
    while (steps.open.length > 0) await steps.succeed(steps.open[0]!);
    const run = await trial.end();
    expect(run.status).toBe("succeeded");
    const trace = checkTrace(run);
    expect(linesAt(trace, "nap")).toEqual(['step "nap" 0+7000', 'suspended "waits for an event or a time" 0+7000']);
    const asks = linesAt(trace, "asks");
    expect(asks[0]).toMatch(/^step /);
    expect(asks[1]).toMatch(/^attempt /);
    expect(asks.some((line) => line.startsWith("suspended "))).toBe(true);
    expect(flowsOf(trace).filter(({ ph }) => ph === "s")).toHaveLength(1);
    const lanes = slicesOf(trace).filter(({ cat, ts }) => cat === "step" && ts === 0);
    expect(new Set(lanes.map(({ tid }) => tid)).size).toBe(lanes.length);
  });

  it("goes up to the last event of a run that is open", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("open")
        .step("first", { run: steps.held("first") })
        .step("second", { run: steps.held("second") })
        .step("third", { dependsOn: ["second"], run: () => 1 }),
    );
    await trial.advance(4);
    await steps.succeed("first");
    const trace = checkTrace(await trial.now());
    expect(linesAt(trace, "second")).toEqual(['step "second" 0+4000', 'attempt "attempt 1" 0+4000']);
    expect(linesAt(trace, "third")).toEqual(['dependencies "third waits for dependencies" 0+4000']);
  });

  it("shortens what steps gave and threw", async () => {
    const trial = await begin(
      workflow("long")
        .step("gives", { run: () => "word ".repeat(10_000) })
        .step("throws", {
          continueOnError: true,
          run: () => {
            throw new Error("word ".repeat(10_000));
          },
        }),
    );
    const trace = checkTrace(await trial.end());
    expect(JSON.stringify(trace).length).toBeLessThan(5000);
  });
});
