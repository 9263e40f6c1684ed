import { createReplayingEngine } from "@stepspan/engine/testing";
import { defineEvent, type StepContext, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, outcomeOf, resumeElsewhere, send, snapshotText } from "../support/replayed-trial.ts";
import type { Trial } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

const answer = defineEvent("answer");
const other = defineEvent("other");

/** A workflow of one step with this body. */
function stepOf(run: (context: StepContext) => unknown) {
  return workflow("w").step("work", { run: (_params, context) => run(context) });
}

type Moved = Trial<unknown, { readonly work: unknown }>;

async function move(here: Trial<unknown, unknown>, run: (context: StepContext) => unknown): Promise<Moved> {
  return resumeElsewhere(here, await snapshotText(here.handle), stepOf(run));
}

describe("a body that had waited", () => {
  it("runs again from its top as the same attempt, with the same key; its recorded waits return at once", async () => {
    const calls: string[] = [];
    const body = async (context: StepContext) => {
      calls.push(`attempt ${context.attempt}`);
      const first = await context.waitFor(answer);
      await context.sleep(100);
      const second = await context.waitFor(answer);
      return `${first} ${second} ${context.idempotencyKey}`;
    };
    const here = await begin(stepOf(body));
    await send(here, answer, "one");
    await here.advance(60);
    const there = await move(here, body);
    expect(calls).toEqual(["attempt 1"]);
    await there.advance(39);
    expect(there.handle.waits).toMatchObject([{ path: "work", wait: 2, event: null }]);
    await there.advance(1);
    expect(calls).toEqual(["attempt 1", "attempt 1"]);
    expect(there.handle.waits).toMatchObject([{ path: "work", wait: 3, event: "answer" }]);
    await send(there, answer, "two");
    const run = await there.end();
    expect(run.output).toBe(`one two ${run.runId}/work`);
    expect(run.span("work").attempts).toHaveLength(1);
    expect(run.span("work").waits.map(({ number, event, outcome }) => [number, event, outcome])).toEqual([
      [1, "answer", "answered"],
      [2, null, "elapsed"],
      [3, "answer", "answered"],
    ]);
  });

  it("is called again at once if it has to be asked about events, and else when its wait is over", async () => {
    const calls: string[] = [];
    const asks = (where?: (text: unknown) => boolean) => async (context: StepContext) => {
      calls.push(where === undefined ? "plain" : "choosy");
      return context.waitFor(answer, where === undefined ? {} : { where });
    };
    const plain = await move(await begin(stepOf(asks())), asks());
    expect(calls).toEqual(["plain"]);
    await send(plain, answer, "x");
    expect((await plain.end()).output).toBe("x");
    expect(calls).toEqual(["plain", "plain"]);
    calls.length = 0;
    const choosy = asks((text) => text === "y");
    const there = await move(await begin(stepOf(choosy)), choosy);
    expect(calls).toEqual(["choosy", "choosy"]);
    await send(there, answer, "x");
    await send(there, answer, "y");
    expect((await there.end()).output).toBe("y");
  });

  it("repeats no emit and no send that came before a recorded wait, also if that is not over", async () => {
    const emitted: unknown[] = [];
    const body = async (context: StepContext) => {
      context.emit(other, "asking");
      context.send(other, "please answer");
      await context.waitFor(answer, { where: (text) => text === "yes" });
      context.emit(other, "done");
      context.send(other, "thank you");
    };
    const observers = [
      {
        onEvent: (event: { type: string; data?: unknown }) =>
          void (event.type === "event-emitted" && emitted.push(event.data)),
      },
    ];
    const here = await begin(stepOf(body), { engine: { observers } });
    const there = await resumeElsewhere(here, await snapshotText(here.handle), stepOf(body), { engine: { observers } });
    await send(there, answer, "yes");
    const run = await there.end();
    expect(emitted).toEqual(["asking", "done"]);
    expect(run.unhandledEvents.map(({ data }) => data)).toEqual(["please answer", "thank you"]);
  });

  it("goes on with the first of several waits that is over, as it did before", async () => {
    const body = (context: StepContext) =>
      Promise.race([context.waitFor(answer), context.sleep(100).then(() => "late")]);
    const late = await move(await begin(stepOf(body)), body);
    await late.advance(100);
    expect((await late.end()).output).toBe("late");
    const answered = await move(await begin(stepOf(body)), body);
    await send(answered, answer, "in time");
    expect((await answered.end()).output).toBe("in time");
    expect(answered.clock.nextTimer).toBe(null);
  });

  it("goes on with one of several waits that was over before the move, or in the pause before it", async () => {
    const calls: string[] = [];
    const body = async (context: StepContext) => {
      const second = context.waitFor(other);
      calls.push(`first: ${await context.waitFor(answer)}`);
      return second;
    };
    const here = await begin(stepOf(body));
    await here.handle.pause();
    await send(here, answer, "in the pause");
    expect(calls).toEqual([]);
    const there = await move(here, body);
    expect(calls).toEqual(["first: in the pause"]);
    const further = await move(there, body);
    expect(calls).toEqual(["first: in the pause", "first: in the pause"]);
    await send(further, other, "second");
    expect((await further.end()).output).toBe("second");
  });

  it("gets a wait that was over before it had a slot again, and loses no slot by that", async () => {
    const steps = createHeldSteps();
    const body = (context: StepContext) =>
      context.waitFor(answer, { where: () => true, timeout: 100 }).catch((error: Error) => error.name);
    const here = await begin(stepOf(body));
    const snapshot = await here.handle.snapshot();
    const engine = createReplayingEngine({ clock: here.clock, concurrency: 2 });
    const holding = workflow("holding").map("hold", { over: [1, 2], run: steps.held("hold") });
    const first = engine.start(holding);
    await turn();
    const handle = engine.resume(snapshot, { workflow: stepOf(body) });
    await turn();
    await here.advance(100);
    await steps.succeed("hold");
    await steps.succeed("hold");
    expect((await handle.result).output).toBe("StepTimeoutError");
    await first.result;
    engine.start(holding);
    await turn();
    expect(steps.open).toEqual(["hold", "hold"]);
    await steps.succeed("hold");
    await steps.succeed("hold");
    await here.cancel();
  });

  it("counts the waits of a retry by themselves", async () => {
    let calls = 0;
    const retried = () =>
      workflow("w").step("work", {
        retry: { attempts: 2, delay: 0 },
        run: async (_params, context) => {
          calls++;
          const text = await context.waitFor(answer);
          if (context.attempt === 1) throw new Error("once more");
          return `${text} on attempt ${context.attempt}`;
        },
      });
    const here = await begin(retried());
    await send(here, answer, "one");
    await here.advance(0);
    const there = await resumeElsewhere(here, await snapshotText(here.handle), retried());
    await send(there, answer, "two");
    const run = await there.end();
    expect(run.output).toBe("two on attempt 2");
    expect(calls).toBe(3);
    expect(run.span("work").waits.map(({ number }) => number)).toEqual([1, 2]);
  });

  it("keeps what is left of its timeout", async () => {
    const steps = createHeldSteps();
    const timed = () =>
      workflow("w").step("work", {
        timeout: 100,
        run: async (params: {}, context) => {
          if (steps.calls("before").length === 0) await steps.held("before")(params, context);
          await context.waitFor(answer);
          return steps.held("after")(params, context);
        },
      });
    const here = await begin(timed());
    await here.advance(70);
    await steps.succeed("before");
    const there = await resumeElsewhere(here, await snapshotText(here.handle), timed());
    await there.advance(1000);
    await send(there, answer, "go");
    await there.advance(29);
    expect(steps.open).toEqual(["after"]);
    expect((await there.now()).status).toBe("running");
    await there.advance(1);
    expect((await there.now()).span("work").status).toBe("failed");
    await there.end();
  });

  it("is cancelled while it waits, though its body is not in memory", async () => {
    const body = (context: StepContext) => context.waitFor(answer);
    const there = await move(await begin(stepOf(body)), body);
    await there.cancel("enough");
    expect((await there.end()).span("work").cancelled).toEqual({ kind: "cancel", reason: "enough" });
    expect(await outcomeOf(there.engine.close())).toBe(undefined);
  });
});
