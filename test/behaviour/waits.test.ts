import { createEngine, defineEvent, type StepContext, StepTimeoutError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, send } from "../support/replayed-trial.ts";
import { turn } from "../support/turn.ts";

const answer = defineEvent("answer", z.string());
const vote = defineEvent("vote", z.object({ by: z.string(), yes: z.boolean() }));

describe("a wait that takes too long", () => {
  it("fails its step with a StepTimeoutError that names the event", async () => {
    const trial = await begin(workflow("slow").wait("ask", { event: answer, timeout: "10s" }));
    expect(trial.handle.waits).toEqual([{ path: "ask", wait: 1, event: "answer", startedAt: 0, dueAt: 10_000 }]);
    await trial.advance(10_000);
    const [error] = (await trial.error()).errors;
    expect(error).toBeInstanceOf(StepTimeoutError);
    expect(error?.message).toBe(
      'Step "ask" waited 10000 ms for event "answer", and none came that it takes. Raise the timeout of the wait, or send the event.',
    );
    expect((await trial.now()).span("ask").waits).toEqual([
      { number: 1, event: "answer", startedAt: 0, dueAt: 10_000, endedAt: 10_000, outcome: "timed-out" },
    ]);
  });

  it("is thrown in a body, which may catch it and go on", async () => {
    const patient = workflow("patient").step("ask", {
      run: async (_params, context) => {
        try {
          return await context.waitFor(answer, { timeout: 50 });
        } catch (error) {
          return error instanceof StepTimeoutError ? `${error.code} after ${error.timeoutMs} ms` : "?";
        }
      },
    });
    const trial = await begin(patient);
    await trial.advance(50);
    expect((await trial.end()).output).toBe("STEP_TIMEOUT after 50 ms");
  });

  it("leaves the other waits of its body alone", async () => {
    const two = workflow("two").step("ask", {
      run: async (_params, context) =>
        Promise.all([context.waitFor(answer, { timeout: 50 }).catch(() => "late"), context.waitFor(vote)]),
    });
    const trial = await begin(two);
    await trial.advance(60);
    await send(trial, vote, { by: "Ada", yes: true });
    expect((await trial.end()).output).toEqual(["late", { by: "Ada", yes: true }]);
  });

  it("costs the step nothing of its own timeout; what it works before and after does", async () => {
    const steps = createHeldSteps();
    const worker = workflow("worker").step("work", {
      timeout: 100,
      run: async (params: {}, context) => {
        await steps.held("before")(params, context);
        await context.waitFor(answer);
        await steps.held("after")(params, context);
      },
    });
    const trial = await begin(worker);
    await trial.advance(60);
    await steps.succeed("before");
    await trial.advance(1_000_000);
    await send(trial, answer, "at last");
    await trial.advance(39);
    expect((await trial.statuses()).work).toBe("running");
    await trial.advance(1);
    expect((await trial.error()).errors[0]?.message).toBe(
      'Step "work" did not settle within its timeout of 100 ms (attempt 1). Raise the timeout, or end the work when context.signal is aborted.',
    );
  });
});

describe("a where", () => {
  it("that throws fails the wait, and one that gives no boolean says so", async () => {
    const throws = await begin(
      workflow("throws").wait("ask", {
        event: answer,
        where: () => {
          throw new Error("no idea");
        },
      }),
    );
    await send(throws, answer, "hello");
    expect((await throws.error()).errors[0]?.message).toBe('Step "ask" failed in its where: Error: no idea.');

    const vague = await begin(workflow("vague").wait("ask", { event: answer, where: () => "yes" as never }));
    await send(vague, answer, "hello");
    expect((await vague.error()).errors[0]?.message).toBe(
      'Step "ask" failed in its where: The where of step "ask" returned "yes". Return true or false, synchronously.',
    );
  });

  it("that throws what is no error is described", async () => {
    const throws = workflow("throws").step("ask", {
      run: (_params, context) =>
        context.waitFor(answer, {
          where: () => {
            throw "just text";
          },
        }),
    });
    const trial = await begin(throws);
    await send(trial, answer, "hello");
    expect((await trial.error()).errors[0]?.message).toBe(
      'Step "ask" failed on attempt 1: The where of step "ask" threw "just text".',
    );
  });
});

describe("a wait of a body", () => {
  /** What a step fails on that makes such use of its context. */
  const problemOf = async (use: (context: StepContext) => unknown) => {
    const trial = await begin(workflow("w").step("ask", { run: (_params, context) => use(context) }));
    return (await trial.error()).errors[0]?.message;
  };
  const durations = 'Give milliseconds of at least 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".';

  it("says what is wrong with what it was given", async () => {
    expect(await problemOf((context) => context.waitFor(answer, { where: "Ada" as never }))).toBe(
      'Step "ask" failed on attempt 1: waitFor of step "ask" got "Ada" as where. Give a function of the event\'s data.',
    );
    expect(await problemOf((context) => context.waitFor(answer, { timeout: "soon" }))).toBe(
      `Step "ask" failed on attempt 1: waitFor of step "ask" got "soon" as timeout. ${durations}`,
    );
    expect(await problemOf((context) => context.sleep(-1))).toBe(
      `Step "ask" failed on attempt 1: sleep of step "ask" got -1 as its duration. ${durations}`,
    );
    expect(await problemOf((context) => context.waitFor("answer" as never))).toBe(
      'Step "ask" failed on attempt 1: waitFor of step "ask" got "answer" as its event. Give an event as defineEvent(name, schema) makes it.',
    );
  });

  it("belongs to its attempt: after that it is refused", async () => {
    let late: (() => Promise<unknown>) | null = null;
    const trial = await begin(
      workflow("w").step("ask", {
        run: (_params, context) => {
          late = () => Promise.resolve().then(() => context.waitFor(answer));
        },
      }),
    );
    await trial.end();
    await expect(late!()).rejects.toThrow(
      'Step "ask" waits after it has ended. Await what it waits for in its run function.',
    );
  });

  it("that is not awaited ends with its step", async () => {
    const hasty = workflow("hasty").step("ask", {
      run: (_params, context) => {
        void context.waitFor(answer);
        void context.sleep(1000);
        return "did not wait";
      },
    });
    const trial = await begin(hasty);
    const run = await trial.end();
    expect(run.output).toBe("did not wait");
    expect(run.span("ask").waits.map(({ outcome }) => outcome)).toEqual(["withdrawn", "withdrawn"]);
    expect(trial.clock.nextTimer).toBe(null);
  });
});

describe("5,000 waits", () => {
  it("are answered by their paths without a look at all the others for each", async () => {
    await using engine = createEngine();
    const places = Array.from({ length: 5000 }, (_none, index) => index);
    const many = workflow("many").map("ask", { over: places, run: (_params, context) => context.waitFor(answer) });
    const handle = engine.start(many);
    await turn();
    for (const place of places.toReversed()) await handle.send(answer, `answer ${place}`, { to: `ask[${place}]` });
    expect((await handle.result).output).toEqual(places.map((place) => `answer ${place}`));
  });
});
