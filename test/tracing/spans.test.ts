import { SpanStatusCode } from "@opentelemetry/api";
import { createEngine } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { createTracing, eventsOf, linksOf, timesOf, withContexts } from "../support/traced.ts";
import { turn } from "../support/turn.ts";

withContexts();

const status = ({ attributes }: { readonly attributes: Readonly<Record<string, unknown>> }) =>
  ` ${attributes["stepspan.status"]}`;

/** Validates, takes one of two branches, and reads both. */
const parcel = workflow("parcel", { version: "3" })
  .step("validate", { run: () => ({ isHeavy: false }) })
  .step("bicycle", { when: ({ stepSpan }) => !stepSpan("validate").output.isHeavy, run: () => "ring" })
  .step("truck", { when: ({ stepSpan }) => stepSpan("validate").output.isHeavy, run: () => "honk" })
  .step("confirm", {
    dependsOn: ["validate"],
    params: {
      light: ({ stepSpan }) => stepSpan("bicycle", { default: null })?.output,
      heavy: ({ stepSpan }) => stepSpan("truck", { default: null })?.output,
    },
    run: ({ light, heavy }) => light ?? heavy,
  });

describe("the spans of a run", () => {
  it("are the run, its steps, and their attempts; a skipped step is one of no length", async () => {
    const tracing = createTracing();
    await createEngine({ observers: [tracing.observer] }).run(parcel);
    expect(`\n${tracing.tree(status)}\n`).toBe(`
run parcel succeeded
  step validate succeeded
    attempt validate succeeded
  step bicycle succeeded
    attempt bicycle succeeded
  step truck skipped
  step confirm succeeded
    attempt confirm succeeded
`);
    const [start, end] = timesOf(tracing.span("step truck"));
    expect(end).toBe(start);
  });

  it("say where they belong, and nothing of values", async () => {
    const tracing = createTracing();
    await createEngine({ observers: [tracing.observer] }).run(parcel, undefined, {
      runId: "r-1",
      metadata: { tag: "x" },
    });
    const place = { "stepspan.run.id": "r-1", "stepspan.workflow.name": "parcel" };
    const ofStep = {
      ...place,
      "stepspan.step.name": "truck",
      "stepspan.step.path": "truck",
      "stepspan.step.kind": "step",
    };
    expect(tracing.span("run parcel").attributes).toEqual({
      ...place,
      "stepspan.workflow.version": "3",
      "stepspan.run.resumed": false,
      "stepspan.status": "succeeded",
    });
    expect(tracing.span("step truck").attributes).toEqual({
      ...ofStep,
      "stepspan.status": "skipped",
      "stepspan.skip.kind": "guard",
    });
    expect(tracing.span("attempt validate").attributes).toEqual({
      ...place,
      ...{ "stepspan.step.name": "validate", "stepspan.step.path": "validate", "stepspan.step.kind": "step" },
      "stepspan.attempt.number": 1,
      "stepspan.status": "succeeded",
    });
  });

  it("link a step to the steps that it read or waited for, and say how", async () => {
    const tracing = createTracing();
    await createEngine({ observers: [tracing.observer] }).run(parcel);
    const links = (name: string) => linksOf(tracing.span(name), tracing.spans());
    const dependency = (step: string, kind: string, ...parameters: string[]) => ({
      "stepspan.dependency.step": step,
      "stepspan.dependency.kind": kind,
      ...(parameters.length > 0 && { "stepspan.dependency.parameters": parameters }),
    });
    expect(links("step validate")).toEqual([]);
    expect(links("step truck")).toEqual([["step validate", dependency("validate", "guard")]]);
    expect(links("step confirm")).toEqual([
      ["step bicycle", dependency("bicycle", "data", "light")],
      ["step truck", dependency("truck", "data", "heavy")],
      ["step validate", dependency("validate", "order")],
    ]);
  });

  it("have the times of the events: a step waits for its slot before its attempt", async () => {
    const clock = createManualClock(5_000.25);
    const steps = createHeldSteps();
    const tracing = createTracing();
    const engine = createEngine({ clock, concurrency: 1, observers: [tracing.observer] });
    const two = workflow("two")
      .step("left", { run: steps.held("left") })
      .step("right", { run: steps.held("right") });
    const handle = engine.start(two);
    await turn();
    clock.advance(10);
    await steps.succeed("left");
    clock.advance(5);
    await steps.succeed("right");
    await handle.result;
    expect(timesOf(tracing.span("run two"))).toEqual([5_000.25, 5_015.25]);
    expect(timesOf(tracing.span("step right"))).toEqual([5_000.25, 5_015.25]);
    expect(timesOf(tracing.span("attempt right"))).toEqual([5_010.25, 5_015.25]);
  });

  it("show a failure once, where it happened, and all around it as failed", async () => {
    const tracing = createTracing();
    const fails = workflow("fails")
      .step("charge", {
        run: () => {
          throw new RangeError("the card is empty");
        },
      })
      .step("ship", { dependsOn: ["charge"], run: () => "shipped" });
    await createEngine({ observers: [tracing.observer] })
      .run(fails)
      .catch(() => undefined);
    expect(`\n${tracing.tree((span) => `${status(span)}, ${span.events.length} events`)}\n`).toBe(`
run fails failed, 0 events
  step charge failed, 0 events
    attempt charge failed, 1 events
  step ship skipped, 0 events
`);
    const attempt = tracing.span("attempt charge");
    expect(attempt.status).toEqual({
      code: SpanStatusCode.ERROR,
      message: 'Step "charge" failed on attempt 1: RangeError: the card is empty.',
    });
    expect(attempt.attributes["error.type"]).toBe("RangeError");
    expect(attempt.events[0]).toMatchObject({
      name: "exception",
      attributes: {
        "exception.type": "RangeError",
        "exception.message": "the card is empty",
        "exception.stacktrace": expect.stringContaining("spans.test.ts"),
      },
    });
    for (const name of ["step charge", "run fails"]) {
      expect(tracing.span(name)).toMatchObject({ status: attempt.status, attributes: { "error.type": "RangeError" } });
    }
    const ship = tracing.span("step ship");
    expect(ship.status.code).toBe(SpanStatusCode.UNSET);
    expect(ship.attributes).toMatchObject({ "stepspan.skip.kind": "upstream", "stepspan.skip.step": "charge" });
  });

  it("show what failed without an attempt on the step, and what a run fails of on the run", async () => {
    const tracing = createTracing();
    const engine = createEngine({ observers: [tracing.observer] });
    const guarded = workflow("guarded").step("a", {
      when: () => {
        throw new TypeError("no guard");
      },
      run: () => 1,
    });
    const returning = workflow("returning")
      .step("b", { run: () => 1 })
      .returns(() => {
        throw new TypeError("no return");
      });
    await engine.run(guarded).catch(() => undefined);
    await engine.run(returning).catch(() => undefined);
    const exceptions = tracing
      .spans()
      .flatMap(({ name, events }) => events.map(({ attributes }) => [name, attributes?.["exception.message"]]));
    expect(exceptions).toEqual([
      ["step a", "no guard"],
      ["run returning", "no return"],
    ]);
  });

  it("show retries as attempts and as events; a step that succeeded in the end has no error", async () => {
    const clock = createManualClock(1_000);
    const tracing = createTracing();
    const engine = createEngine({ clock, observers: [tracing.observer] });
    const flaky = workflow("flaky").step("call", {
      retry: { attempts: 3, delay: 50 },
      run: (_: object, { attempt }) => {
        if (attempt < 2) throw "busy";
        return attempt;
      },
    });
    const handle = engine.start(flaky);
    await turn();
    clock.advance(50);
    await handle.result;
    const [first, second] = tracing.spans().filter(({ name }) => name === "attempt call");
    expect(first?.status.code).toBe(SpanStatusCode.ERROR);
    expect(first?.events[0]?.attributes).toMatchObject({ "exception.type": "StepError" });
    expect(second?.status.code).toBe(SpanStatusCode.UNSET);
    const step = tracing.span("step call");
    expect([step.status.code, step.attributes["stepspan.attempts"]]).toEqual([SpanStatusCode.UNSET, 2]);
    expect(eventsOf(step)).toEqual([
      ["stepspan.retry-scheduled", 1_000],
      ["stepspan.retry-due", 1_050],
    ]);
    expect(step.events[0]?.attributes).toEqual({ "stepspan.attempt.number": 1, "stepspan.retry.delay_ms": 50 });
  });

  it("tell tolerated failures from others", async () => {
    const tracing = createTracing();
    const tolerant = workflow("tolerant").step("try", {
      continueOnError: true,
      run: () => {
        throw new Error("no");
      },
    });
    await createEngine({ observers: [tracing.observer] }).run(tolerant);
    expect(tracing.span("step try").attributes).toMatchObject({ "stepspan.tolerated": true, "error.type": "Error" });
    expect(tracing.span("run tolerant").status.code).toBe(SpanStatusCode.UNSET);
  });

  it("show waits on the attempt that waits, and on a step that is nothing else", async () => {
    const clock = createManualClock(1_000);
    const tracing = createTracing();
    const engine = createEngine({ clock, observers: [tracing.observer] });
    const approved = defineEvent("approved", z.object({ by: z.string() }));
    const waits = workflow("waits")
      .sleep("pause", 100)
      .step("ask", { run: async (_: object, { waitFor }) => (await waitFor(approved)).by });
    const handle = engine.start(waits);
    await turn();
    clock.advance(100);
    await turn();
    await handle.send(approved, { by: "me" });
    await handle.result;
    expect(eventsOf(tracing.span("step pause"))).toEqual([
      ["stepspan.wait-started", 1_000],
      ["stepspan.wait-ended", 1_100],
    ]);
    const attempt = tracing.span("attempt ask");
    expect(attempt.events.map(({ name }) => name)).toEqual([
      "stepspan.wait-started",
      "stepspan.wait-ended",
      "stepspan.attempt-resumed",
    ]);
    expect(attempt.events[0]?.attributes).toEqual({ "stepspan.wait.number": 1, "stepspan.wait.event": "approved" });
    expect(attempt.events[1]?.attributes).toEqual({ "stepspan.wait.number": 1, "stepspan.wait.outcome": "answered" });
  });

  it("show what was cancelled without an error, and what an aborted attempt threw", async () => {
    const steps = createHeldSteps();
    const tracing = createTracing();
    const engine = createEngine({ observers: [tracing.observer] });
    const stopped = workflow("stopped")
      .step("open", { run: steps.held("open") })
      .step("later", { dependsOn: ["open"], run: () => 1 });
    const handle = engine.start(stopped);
    await turn();
    handle.cancel("enough");
    await steps.fail("open", new Error("I was told to stop"));
    await handle.result.catch(() => undefined);
    expect(`\n${tracing.tree((span) => `${status(span)} ${span.status.code}`)}\n`).toBe(`
run stopped cancelled 0
  step open cancelled 0
    attempt open cancelled 0
  step later cancelled 0
`);
    expect(tracing.span("attempt open").events[0]).toMatchObject({
      name: "stepspan.aborted",
      attributes: { "exception.type": "Error" },
    });
    expect(tracing.span("step later").attributes["stepspan.cancel.kind"]).toBe("cancel");
    expect(eventsOf(tracing.span("run stopped")).map(([name]) => name)).toEqual(["stepspan.cancel-requested"]);
  });

  it("have usage added up through all that lies around", async () => {
    const tracing = createTracing();
    const asks = workflow("asks").step("ask", {
      run: (_: object, { usage }) => {
        usage.add("tokens", 100);
        usage.add("tokens", 20);
      },
    });
    await createEngine({ observers: [tracing.observer] }).run(asks);
    for (const name of ["run asks", "step ask"]) {
      expect(tracing.span(name).attributes["stepspan.usage.tokens"]).toBe(120);
    }
  });

  it("have names of one line, cut when they are long, that are the same for all items", async () => {
    const tracing = createTracing();
    const hostile = `\u001b[31m\u202e${"x".repeat(300)}`;
    const odd = workflow(hostile).step("a/b[0]#%", { run: () => 1 });
    await createEngine({ observers: [tracing.observer] }).run(odd);
    const [run, step] = tracing.spans();
    expect(run?.name).toMatch(/^run \\u001b\[31m\\u202ex+…$/);
    expect(run?.name.length).toBe("run ".length + 200);
    expect(step?.name).toBe("step a/b[0]#%");
  });
});
