import { workflow } from "@stepspan/dsl";
import { createEngine, DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { turn } from "../support/turn.ts";
import { failureOf } from "./run-failure.ts";

const engine = createEngine();

describe("a guard", () => {
  it("that throws fails its step without an attempt, and is not tried again", async () => {
    let calls = 0;
    const guarded = workflow("guarded").step("pay", {
      retry: { attempts: 5 },
      when: () => {
        calls++;
        throw new Error("do not know");
      },
      run: () => "paid",
    });
    calls = 0; // it was traced
    const { run, errors } = await failureOf(engine.run(guarded));
    expect(errors.map(({ message }) => message)).toEqual([
      'Step "pay" failed before its first attempt: Error: do not know.',
    ]);
    expect(run.span("pay").attempts).toEqual([]);
    expect(calls).toBe(1);
  });

  it("that throws is tolerated by continueOnError", async () => {
    const guarded = workflow("guarded")
      .step("pay", {
        continueOnError: true,
        when: () => {
          throw new Error("do not know");
        },
        run: () => "paid",
      })
      .step("tell", {
        params: { paid: ({ stepSpan }) => stepSpan("pay", { default: null })?.output ?? "unpaid" },
        run: ({ paid }) => paid,
      });
    expect((await engine.run(guarded)).output).toBe("unpaid");
  });

  it.each([
    ["undefined", undefined, "undefined"],
    ["null", null, "null"],
    ["1", 1, "1"],
    ["a text", "yes", '"yes"'],
    ["a Boolean object", new Boolean(true), "an object ([object Boolean])"],
  ])("that returns %s fails its step", async (_what, answer, told) => {
    const guarded = workflow("guarded").step("pay", { when: () => answer as boolean, run: () => "paid" });
    const { errors } = await failureOf(engine.run(guarded));
    expect(errors.map(({ message }) => message)).toEqual([
      `Step "pay" failed before its first attempt: The guard of step "pay" returned ${told}. Return true or false, synchronously.`,
    ]);
    expect(errors[0]?.cause).toBeInstanceOf(DefinitionError);
  });

  it.each([
    ["a promise", () => Promise.resolve(true)],
    ["a promise that rejects", () => Promise.reject(new Error("never seen"))],
    ["the promise of a run that it starts", () => engine.run(workflow("inner").step("work", { run: () => true }))],
  ])("that returns %s is refused where it is written", (_what, when) => {
    expect(() => workflow("guarded").step("pay", { when: when as () => never, run: () => "paid" })).toThrow(
      'Step "pay" of workflow "guarded" has an async lambda in its guard. A lambda must give its value at once: do the asynchronous work in the run function of an earlier step, and read its output.',
    );
  });

  it.each([
    ["a promise", () => Promise.resolve(true)],
    ["a promise that rejects", () => Promise.reject(new Error("never seen"))],
  ])("that returns %s only when it is run fails its step", async (_what, late) => {
    let isWritten = false;
    const when = () => (isWritten ? (late() as never) : true);
    const guarded = workflow("guarded").step("pay", { when, run: () => "paid" });
    isWritten = true;
    const { errors } = await failureOf(engine.run(guarded));
    expect(errors.map(({ message }) => message)).toEqual([
      'Step "pay" failed before its first attempt: The guard of step "pay" returned a promise. Return true or false, synchronously.',
    ]);
  });

  it("with a side effect has it once when it is written and once for each evaluation", async () => {
    let calls = 0;
    const guarded = workflow("guarded").step("pay", {
      when: () => {
        calls++;
        return true;
      },
      run: () => "paid",
    });
    expect(calls).toBe(1);
    await engine.run(guarded);
    expect(calls).toBe(2);
    await engine.run(guarded);
    expect(calls).toBe(3);
  });

  it("with a side effect has it again when it is evaluated again, and only its last answer counts", async () => {
    const { held, succeed } = createHeldSteps();
    const asked: string[] = [];
    const name = (wanted: string) => wanted; // keeps the reads out of sight until the guard is evaluated
    const guarded = workflow("guarded")
      .step("fast", { run: () => true })
      .step("slow", { run: held<boolean>("slow") })
      .step("pay", {
        when: (scope) => {
          asked.push("asked");
          const isFast = scope.stepSpan(name("fast") as "fast").output;
          return isFast && scope.stepSpan(name("slow") as "slow").output;
        },
        run: () => "paid",
      });
    asked.length = 0;
    const result = engine.run(guarded);
    await turn();
    await succeed("slow", false);
    const run = await result;
    expect(run.span("pay").skipped).toEqual({ kind: "guard" });
    expect(asked.length).toBeGreaterThanOrEqual(2);
    expect(asked.length).toBeLessThanOrEqual(3);
  });
});

describe("a parameter lambda", () => {
  it("that returns a promise only when it is run fails its step, and a rejection of it is not left alone", async () => {
    let isWritten = false;
    const promising = workflow("promising").step("pay", {
      params: { amount: () => (isWritten ? (Promise.reject(new Error("never seen")) as never) : 5) },
      run: ({ amount }) => amount,
    });
    isWritten = true;
    const { errors } = await failureOf(engine.run(promising));
    expect(errors.map(({ message }) => message)).toEqual([
      'Step "pay" failed before its first attempt: Parameter "amount" of step "pay" returned a promise. Parameter lambdas are synchronous: do the work in a step, and read its output.',
    ]);
  });

  it("that keeps stepSpan for later is refused", async () => {
    let kept: ((name: "load") => unknown) | undefined;
    const keeping = workflow("keeping")
      .step("load", { run: () => 1 })
      .step("read", {
        params: {
          value: ({ stepSpan }) => {
            kept = stepSpan;
            return stepSpan("load").output;
          },
        },
        run: () => kept!("load"),
      });
    const { errors } = await failureOf(engine.run(keeping));
    expect(errors[0]?.message).toBe(
      'Step "read" failed on attempt 1: stepSpan of a lambda was called after the lambda had returned. Call it in the lambda itself.',
    );
  });
});

describe("the lambda of returns", () => {
  it("that returns a promise only when it is run fails the run, and a rejection of it is not left alone", async () => {
    let isWritten = false;
    const promising = workflow("promising")
      .step("work", { run: () => "worked" })
      .returns(() => (isWritten ? (Promise.reject(new Error("never seen")) as never) : "nothing"));
    isWritten = true;
    const { run, errors } = await failureOf(engine.run(promising));
    expect(errors.map(({ message }) => message)).toEqual([
      'The output of workflow "promising" cannot be recorded: it is a promise. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    ]);
    expect(run.span("work").status).toBe("succeeded");
  });
});
