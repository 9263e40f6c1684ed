import { type AnyWorkflow, workflow } from "@stepspan/dsl";
import { createEngine, type RunEvent, type StepContext } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { describe, expect, it } from "vitest";
import { journalObserver } from "../support/journaled.ts";
import { turn } from "../support/turn.ts";
import { failureOf } from "./run-failure.ts";

interface Abandoned {
  readonly context: StepContext;
  readonly resolve: (value: string) => void;
  readonly reject: (thrown: unknown) => void;
}

/** A step whose attempts end when the test says so, and the attempts so far. */
function lateStep() {
  const attempts: Abandoned[] = [];
  const run = (_params: object, context: StepContext) =>
    new Promise<string>((resolve, reject) => attempts.push({ context, resolve, reject }));
  return { attempts, run };
}

const lateAnswers: readonly (readonly [string, (late: Abandoned) => void])[] = [
  ["resolves", ({ resolve }) => resolve("late")],
  ["rejects", ({ reject }) => reject(new Error("late"))],
];

describe.each(lateAnswers)("an attempt that %s late", (_how, answer) => {
  it("after its timeout changes nothing: the next attempt's result counts", async () => {
    const clock = createManualClock();
    const events: RunEvent[] = [];
    const engine = createEngine({ clock, observers: [journalObserver((event) => void events.push(event))] });
    const { attempts, run } = lateStep();
    const result = engine.run(workflow("late").step("slow", { timeout: 100, retry: { attempts: 2 }, run }));

    await turn();
    clock.advance(100);
    await turn();
    clock.advance(0);
    await turn();
    answer(attempts[0]!);
    await turn();
    expect(events.map(({ type }) => type)).not.toContain("step-succeeded");
    attempts[1]!.resolve("in time");
    const ended = await result;

    expect(ended.output).toBe("in time");
    expect(attempts.map(({ context }) => context.signal.aborted)).toEqual([true, false]);
    expect(ended.span("slow").attempts.map(({ error }) => error?.name)).toEqual(["StepTimeoutError", undefined]);
  });

  it("after its timeout, while the next one waits in backoff, changes nothing", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock });
    const { attempts, run } = lateStep();
    const slow = workflow("late").step("slow", { timeout: 100, retry: { attempts: 2, delay: 1000 }, run });
    const result = engine.run(slow);

    await turn();
    clock.advance(100);
    await turn();
    answer(attempts[0]!);
    await turn();
    expect(attempts).toHaveLength(1);
    clock.advance(1000);
    await turn();
    attempts[1]!.resolve("in time");

    expect((await result).output).toBe("in time");
  });

  it("after the grace period of a cancel changes nothing", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock, gracePeriod: 10 });
    const { attempts, run } = lateStep();
    const handle = engine.start(workflow("late").step("slow", { run }));
    const result = failureOf(handle.result);
    await turn();
    handle.cancel();
    await turn();
    clock.advance(10);
    const { run: ended } = await result;
    const settledAs = describeSpans(ended);

    answer(attempts[0]!);
    await turn();

    expect(describeSpans(ended)).toEqual(settledAs);
    expect(ended.span("slow").status).toBe("cancelled");
  });

  it("after another step's failure and the grace period changes nothing", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock, gracePeriod: 10 });
    const { attempts, run } = lateStep();
    const failing = workflow("late")
      .step("slow", { run })
      .step("fail", {
        run: () => {
          throw new Error("broken");
        },
      });
    const result = failureOf(engine.run(failing));
    await turn();
    expect(attempts[0]!.context.signal.aborted).toBe(true);
    clock.advance(10);
    const { run: ended, errors } = await result;

    answer(attempts[0]!);
    await turn();

    expect(ended.span("slow").cancelled).toEqual({ kind: "failFast", step: "fail" });
    expect(errors).toHaveLength(1);
  });

  it("gives its slot back once, not twice", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock, concurrency: 1 });
    const { attempts, run } = lateStep();
    let slow: AnyWorkflow = workflow("late", { failFast: false });
    for (const name of ["a", "b", "c", "d"]) slow = slow.step(name, { timeout: 100, run });
    const result = failureOf(engine.run(slow));

    await turn();
    clock.advance(100);
    await turn();
    answer(attempts[0]!);
    await turn();

    expect(attempts).toHaveLength(2);
    for (let step = 0; step < 3; step++) {
      clock.advance(100);
      await turn();
    }
    await result;
    expect(attempts).toHaveLength(4);
  });
});

describe("a step that uses its context after it has settled", () => {
  it("changes nothing, and is not told off", async () => {
    const engine = createEngine();
    let kept: StepContext | undefined;
    const keeping = workflow("keeping").step("keep", {
      run: (_params, context) => {
        kept = context;
        context.span.set("status", "running");
        context.usage.add("tokens", 1);
        return "kept";
      },
    });
    const run = await engine.run(keeping);

    kept!.span.set("status", "late");
    kept!.usage.add("tokens", 100);
    kept!.log.info("late");
    await turn();

    const { vars, usage, logs } = run.span("keep");
    expect({ vars, usage, logs }).toEqual({ vars: { status: "running" }, usage: { tokens: 1 }, logs: [] });
    expect(run.usage).toEqual({ tokens: 1 });
    expect(kept!.span.get("status")).toBe("running");
    expect(kept!.signal.aborted).toBe(false);
    expect(kept!.metadata.attempt).toBe(1);
  });

  it("does not write into the attempt that came after it", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock });
    const { attempts, run } = lateStep();
    const result = engine.run(workflow("keeping").step("keep", { timeout: 10, retry: { attempts: 2 }, run }));
    await turn();
    clock.advance(10);
    await turn();
    clock.advance(0);
    await turn();

    attempts[0]!.context.span.set("status", "from the first attempt");
    attempts[0]!.context.usage.add("tokens", 1);
    attempts[1]!.resolve("done");
    const ended = await result;

    expect(ended.span("keep").vars).toEqual({});
    expect(ended.usage).toEqual({});
  });

  it("still refuses what it would have refused before", async () => {
    const engine = createEngine();
    let kept: StepContext | undefined;
    const keeping = workflow("keeping").step("keep", {
      run: (_params, context) => {
        kept = context;
      },
    });
    await engine.run(keeping);
    expect(() => kept!.span.set("__proto__", 1)).toThrow(
      'context.span.set of step "keep" got the name "__proto__". Give a name that is not empty and not one of __proto__, prototype, constructor.',
    );
  });
});

function describeSpans({ spans }: { readonly spans: readonly { name: string; status: string }[] }): string[] {
  return spans.map(({ name, status }) => `${name}: ${status}`);
}
