import { type StepContext, StepTimeoutError, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { aborted } from "../aborted.ts";
import { createDoors } from "../doors.ts";
import { theme } from "../theme.ts";

export const retries = theme("a retry", {
  "follows a throw, as another attempt with the same parameters and the same key": async ({ named, run }) => {
    const keys: string[] = [];
    const flaky = workflow(named("flaky"))
      .step("flaky", {
        params: { limit: 3 },
        retry: { attempts: 5 },
        run: ({ limit }, context) => {
          keys.push(context.idempotencyKey);
          if (context.attempt < limit) throw new Error(`not at attempt ${context.attempt}`);
          return context.attempt;
        },
      })
      .step("other", { run: (_params, context) => context.idempotencyKey });
    const done = await run(flaky);
    expect(done.span("flaky").output).toBe(3);
    expect(done.span("flaky").attempts.map(({ number, error }) => [number, error?.message ?? null])).toEqual([
      [1, 'Step "flaky" failed on attempt 1: Error: not at attempt 1.'],
      [2, 'Step "flaky" failed on attempt 2: Error: not at attempt 2.'],
      [3, null],
    ]);
    expect(new Set(keys).size).toBe(1);
    expect(done.span("other").output).not.toBe(keys[0]);
  },

  "is not made without end: the last attempt decides": async ({ named, run }) => {
    const broken = workflow(named("broken")).step("broken", {
      retry: { attempts: 3 },
      run: (_params, context) => {
        throw new Error(`no ${context.attempt}`);
      },
    });
    const failed = await run(broken);
    expect(failed.errors.map(({ message }) => message)).toEqual(['Step "broken" failed on attempt 3: Error: no 3.']);
    expect(failed.span("broken").attempts).toHaveLength(3);
  },

  "is not made before its delay is over, which grows as it says": async ({ named, run }) => {
    const patient = workflow(named("patient")).step("work", {
      retry: { attempts: 3, delay: 30, backoff: "exponential", factor: 2 },
      run: (_params, context) => {
        if (context.attempt < 3) throw new Error("busy");
        return "done";
      },
    });
    const { attempts } = (await run(patient)).span("work");
    const pauses = attempts.slice(1).map(({ startedAt }, index) => startedAt - attempts[index]!.finishedAt!);
    expect(pauses).toHaveLength(2);
    expect(pauses[0]).toBeGreaterThanOrEqual(30);
    expect(pauses[1]).toBeGreaterThanOrEqual(60);
  },

  "is made only where its when says so, which is told what was thrown and at which attempt": async ({ named, run }) => {
    const asked: unknown[] = [];
    const choosy = workflow(named("choosy")).step("work", {
      retry: {
        attempts: 9,
        when: (error, attempt) => {
          asked.push([(error as Error).message, attempt]);
          return (error as Error).message === "busy";
        },
      },
      run: (_params, context) => {
        throw new Error(context.attempt < 3 ? "busy" : "gone");
      },
    });
    const failed = await run(choosy);
    expect(failed.span("work").attempts).toHaveLength(3);
    expect(asked).toEqual([
      ["busy", 1],
      ["busy", 2],
      ["gone", 3],
    ]);
  },

  "is none for an output that the schema refuses, nor for one that cannot be kept": async ({ named, run }) => {
    const refused = workflow(named("refused"), { failFast: false })
      .step("schema", { retry: { attempts: 3 }, output: z.number(), run: () => "text" as never })
      .step("value", { retry: { attempts: 3 }, run: () => ({ order: { price: () => 1 } }) });
    const failed = await run(refused);
    expect(failed.span("schema").attempts).toHaveLength(1);
    expect(failed.span("value").attempts).toHaveLength(1);
    expect(failed.span("schema").error?.message).toBe(
      'Step "schema" failed on attempt 1: The output of step "schema" does not match its schema: Invalid input: expected number, received string.',
    );
    expect(failed.span("value").error?.message).toMatch(
      /^Step "value" failed on attempt 1: The output of step "value" .*\.order\.price is a function/,
    );
  },
});

export const timeouts = theme("a timeout", {
  "fails an attempt that does not end, and aborts its signal": async ({ named, start }) => {
    const doors = createDoors();
    const slow = workflow(named("slow")).step("work", { timeout: 60, run: doors.at("work") });
    const trial = await start(slow);
    const { context } = await doors.reached("work");
    const failed = await trial.end();
    expect(failed.errors[0]).toBeInstanceOf(StepTimeoutError);
    expect(failed.errors[0]).toMatchObject({ code: "STEP_TIMEOUT", timeoutMs: 60 });
    expect(failed.errors[0]?.message).toBe(
      'Step "work" did not settle within its timeout of 60 ms (attempt 1). Raise the timeout, or end the work when context.signal is aborted.',
    );
    expect(context.signal.aborted).toBe(true);
    await doors.open("work", "far too late");
  },

  "is one of an attempt: the next one has it anew": async ({ named, run }) => {
    const doors = createDoors();
    const slow = workflow(named("slow")).step("work", {
      timeout: 60,
      retry: { attempts: 2 },
      run: (params, context) => (context.attempt === 1 ? doors.at("work")(params, context) : "in time"),
    });
    const done = await run(slow);
    expect(done.output).toBe("in time");
    expect(done.span("work").attempts.map(({ error }) => error?.name ?? null)).toEqual(["StepTimeoutError", null]);
    await doors.open("work");
  },

  "of the run cancels it, and the run fails": async ({ named, run }) => {
    const name = named("slow");
    const slow = workflow(name, { timeout: 80 })
      .step("work", { run: untilAborted })
      .step("next", { dependsOn: ["work"], run: () => 1 })
      .step("clean", { always: true, dependsOn: ["next"], run: () => "cleaned" });
    const failed = await run(slow);
    expect(failed.status).toBe("failed");
    expect(failed.span("work").cancelled).toEqual({ kind: "timeout" });
    expect(failed.span("next").cancelled).toEqual({ kind: "timeout" });
    expect(failed.span("clean").output).toBe("cleaned");
    expect(failed.errors.map(({ message }) => message)).toEqual([
      `The run of workflow "${name}" did not finish within its timeout of 80 ms. Raise the timeout of the run, or shorten its steps.`,
    ]);
  },

  "of the run can be given to the one that is started": async ({ named, run }) => {
    const slow = workflow(named("slow"), { timeout: "1h" }).step("work", { run: untilAborted });
    expect((await run(slow, { run: { timeout: 50 } })).span("work").cancelled).toEqual({ kind: "timeout" });
  },

  "counts neither a wait nor a sleep of the body": async ({ named, run }) => {
    const sleepy = workflow(named("sleepy")).step("work", {
      timeout: 100,
      run: async (_params, context) => {
        await context.sleep(200);
        return "rested";
      },
    });
    expect((await run(sleepy)).output).toBe("rested");
  },
});

/** A body that ends when it is told to. */
async function untilAborted(_params: object, { signal }: StepContext): Promise<never> {
  await aborted(signal);
  throw signal.reason;
}
