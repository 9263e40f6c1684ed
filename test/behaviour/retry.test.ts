import { SerializationError, type StepError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

describe("retry", () => {
  it("counts the first attempt too", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("only", { retry: { attempts: 2 }, run: steps.held("only") })]));
    await steps.fail("only");
    await trial.advance(0);
    expect(steps.calls("only")).toHaveLength(2);
    await steps.fail("only");
    const span = (await trial.end()).span("only");
    expect(span.status).toBe("failed");
    expect(span.attempts.map(({ number }) => number)).toEqual([1, 2]);
  });

  it("makes one attempt if nothing else is said", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("only", { run: steps.held("only") })]));
    await steps.fail("only");
    expect((await trial.end()).span("only").attempts).toHaveLength(1);
  });

  it("goes on without end if attempts is Infinity", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("only", { retry: { attempts: Infinity }, run: steps.held("only") })]));
    for (let attempt = 1; attempt <= 50; attempt++) {
      await steps.fail("only");
      await trial.advance(0);
    }
    await steps.succeed("only", "at last");
    expect((await trial.end()).span("only").output).toBe("at last");
  });

  it("stops at the first success", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("only", { retry: { attempts: 5 }, run: steps.held("only") })]));
    await steps.fail("only");
    await trial.advance(0);
    await steps.succeed("only");
    const run = await trial.end();
    expect(run.status).toBe("succeeded");
    expect(run.span("only").attempts.map(({ error }) => error?.message ?? null)).toEqual([
      'Step "only" failed on attempt 1: Error: only is broken.',
      null,
    ]);
  });

  it.each([
    ["fixed", { backoff: "fixed", delayMs: 100 }, [100, 100, 100, 100]],
    ["linear", { backoff: "linear", delayMs: 100 }, [100, 200, 300, 400]],
    ["exponential", { backoff: "exponential", delayMs: 100, factor: 3 }, [100, 300, 900, 2700]],
    ["limited", { backoff: "exponential", delayMs: 100, factor: 10, maxDelayMs: 2500 }, [100, 1000, 2500, 2500]],
  ] as const)("waits between attempts: %s", async (_name, policy, delays) => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("only", { retry: { attempts: 5, ...policy }, run: steps.held("only") })]),
    );
    for (const [index, delay] of delays.entries()) {
      await steps.fail("only");
      await trial.advance(delay - 1);
      expect(steps.calls("only")).toHaveLength(index + 1);
      await trial.advance(1);
      expect(steps.calls("only")).toHaveLength(index + 2);
    }
  });

  it("takes a share of the delay away at random if there is jitter", async () => {
    const delays = new Set<number>();
    for (let round = 0; round < 20; round++) {
      const steps = createHeldSteps();
      const trial = await begin(
        workflowOf([stepOf("only", { retry: { attempts: 2, delayMs: 1000, jitter: 0.5 }, run: steps.held("only") })]),
      );
      await steps.fail("only");
      const due = trial.clock.nextTimer ?? 0;
      expect(due).toBeGreaterThanOrEqual(500);
      expect(due).toBeLessThanOrEqual(1000);
      delays.add(due);
    }
    expect(delays.size).toBeGreaterThan(1);
  });

  it("asks `when` with what was thrown and the number of the attempt, and stops at false", async () => {
    const steps = createHeldSteps();
    const asked: unknown[] = [];
    const trial = await begin(
      workflowOf([
        stepOf("only", {
          retry: {
            attempts: 9,
            when: (error, attempt) => {
              asked.push([error, attempt]);
              return attempt < 2;
            },
          },
          run: steps.held("only"),
        }),
      ]),
    );
    await steps.fail("only", "first");
    await trial.advance(0);
    await steps.fail("only", "second");
    expect((await trial.end()).span("only").attempts).toHaveLength(2);
    expect(asked).toEqual([
      ["first", 1],
      ["second", 2],
    ]);
  });

  it("fails the step with what `when` throws", async () => {
    const steps = createHeldSteps();
    const thrown = new Error("cannot tell");
    const trial = await begin(
      workflowOf([
        stepOf("only", {
          retry: {
            attempts: 9,
            when: () => {
              throw thrown;
            },
          },
          run: steps.held("only"),
        }),
      ]),
    );
    await steps.fail("only");
    const error = (await trial.end()).span("only").error;
    expect(error?.cause).toBe(thrown);
    expect(error?.message).toBe(
      'Step "only" failed on attempt 1: Error: cannot tell. That was thrown by retry.when, which was asked about this error: Step "only" failed on attempt 1: Error: only is broken.',
    );
  });

  it("repeats an attempt that ran into its timeout", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("only", { retry: { attempts: 2, delayMs: 5 }, timeoutMs: 100, run: steps.held("only") })]),
    );
    await trial.advance(100);
    await trial.advance(5);
    expect(steps.calls("only")).toHaveLength(2);
  });

  it("ignores what an earlier attempt that ran into its timeout does later", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("only", { retry: { attempts: 2 }, timeoutMs: 100, run: steps.held("only") })]),
    );
    await trial.advance(100);
    await trial.advance(0);
    await steps.succeed("only", "too late");
    expect((await trial.statuses()).only).toBe("running");
    await steps.succeed("only", "in time");
    expect((await trial.end()).span("only").output).toBe("in time");
  });

  it("gives every attempt the same parameters, evaluated once", async () => {
    const steps = createHeldSteps();
    let evaluations = 0;
    const list = parameterOf(
      "list",
      lambdaOf(() => {
        evaluations++;
        return new Map([["evaluation", evaluations]]);
      }),
    );
    const trial = await begin(
      workflowOf([stepOf("only", { retry: { attempts: 3 }, params: [list], run: steps.held("only") })]),
    );
    (steps.params("only").list as Map<string, number>).set("evaluation", 99);
    await steps.fail("only");
    await trial.advance(0);
    expect(steps.params("only")).toEqual({ list: new Map([["evaluation", 1]]) });
    expect(evaluations).toBe(1);
  });

  it("gives every attempt the same idempotency key, its own number and a signal of its own", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("only", { retry: { attempts: 2 }, timeoutMs: 100, run: steps.held("only") })]),
    );
    await trial.advance(100);
    await trial.advance(0);
    const [first, second] = steps.calls("only").map(({ context }) => context);
    expect(first?.idempotencyKey).toBe(second?.idempotencyKey);
    expect([first?.attempt, second?.attempt]).toEqual([1, 2]);
    expect([first?.signal.aborted, second?.signal.aborted]).toEqual([true, false]);
  });

  it.each([
    [
      "a parameter that throws",
      {
        params: [
          parameterOf(
            "value",
            lambdaOf(() => {
              throw new Error("no");
            }),
          ),
        ],
      },
      0,
    ],
    ["an input that its schema refuses", { input: z.object({ day: z.string() }) }, 0],
    ["an output that its schema refuses", { output: z.number() }, 1],
    ["an output that cannot be kept", { run: () => () => 1 }, 1],
  ] as const)("does not repeat %s", async (_name, options, attempts) => {
    const trial = await begin(workflowOf([stepOf("only", { retry: { attempts: 3 }, ...options })]));
    const span = (await trial.end()).span("only");
    expect(span.status).toBe("failed");
    expect((span.error as StepError).attempt).toBe(attempts);
    expect(span.attempts).toHaveLength(attempts);
  });

  it("says with its path what cannot be kept", async () => {
    const trial = await begin(workflowOf([stepOf("only", { run: () => ({ orders: [{ price: () => 1 }] }) })]));
    const error = (await trial.end()).span("only").error;
    expect(error?.cause).toBeInstanceOf(SerializationError);
    expect(error?.message).toBe(
      'Step "only" failed on attempt 1: The output of step "only" cannot be recorded: .orders[0].price is a function. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    );
  });

  it("ends in a failure like any other when attempts are used up: tolerated by continueOnError", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("shaky", { retry: { attempts: 2 }, continueOnError: true, run: steps.held("shaky") }),
        stepOf("next", { dependsOn: ["shaky"] }),
      ]),
    );
    await steps.fail("shaky");
    await trial.advance(0);
    await steps.fail("shaky");
    expect((await trial.end()).status).toBe("succeeded");
  });
});
