import { defineEvent, type RunEvent, StepTimeoutError, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { theme } from "../theme.ts";

const answer = defineEvent("answer", z.string());
const vote = defineEvent("vote", z.object({ by: z.string(), yes: z.boolean() }));

export const waits = theme("a wait", {
  "as a step takes the event that is sent to its run": async ({ named, start }) => {
    const asking = workflow(named("asking"))
      .wait("ask", { event: answer })
      .step("read", { params: { text: ({ stepSpan }) => stepSpan("ask").output }, run: ({ text }) => `got ${text}` });
    const trial = await start(asking);
    await trial.step("wait-started", "ask");
    expect((await trial.now()).span("ask").status).toBe("suspended");
    await trial.handle.send(answer, "yes");
    const done = await trial.end();
    expect(done.output).toBe("got yes");
    expect(done.span("ask").waits.map(({ number, event, outcome }) => [number, event, outcome])).toEqual([
      [1, "answer", "answered"],
    ]);
  },

  "as a step can be seen from outside while it lasts": async ({ named, start }) => {
    const asking = workflow(named("asking")).wait("ask", { event: answer, timeout: "1h" });
    const { handle, ...trial } = await start(asking);
    const { time, dueAt } = (await trial.step("wait-started", "ask")) as Extract<RunEvent, { type: "wait-started" }>;
    await expect.poll(() => handle.waits).toEqual([{ path: "ask", wait: 1, event: "answer", startedAt: time, dueAt }]);
    expect(dueAt! - time).toBeGreaterThan(3_599_000);
    await handle.send(answer, "yes");
    await trial.end();
    expect(handle.waits).toEqual([]);
  },

  "can be seen from outside at any depth": async ({ named, start }) => {
    const child = workflow(named("child")).wait("ask", { event: answer });
    const parent = workflow(named("parent"))
      .map("each", { over: [1, 2], run: (_params, context) => context.waitFor(answer) })
      .subflow("inner", { workflow: child });
    const { handle, ...trial } = await start(parent);
    const paths = () => handle.waits.map(({ path }) => path).toSorted();
    await expect.poll(paths).toEqual(["each[0]", "each[1]", "inner/ask"]);
    for (const to of paths()) await handle.send(answer, to, { to });
    const done = await trial.end();
    expect(done.span("each").output).toEqual(["each[0]", "each[1]"]);
    expect(done.output).toBe("inner/ask");
  },

  "takes an event that was sent before it began": async ({ named, start }) => {
    const asking = workflow(named("asking"))
      .wait("first", { event: vote })
      .wait("second", { event: answer, dependsOn: ["first"] });
    const trial = await start(asking);
    await trial.handle.send(answer, "early");
    await trial.handle.send(vote, { by: "Ada", yes: true });
    expect((await trial.end()).output).toBe("early");
  },

  "takes only what its where wants; what nobody took is reported": async ({ named, start }) => {
    const choosy = workflow(named("choosy")).wait("ask", { event: vote, where: ({ yes }) => yes });
    const trial = await start(choosy);
    await trial.handle.send(vote, { by: "Ada", yes: false });
    await trial.handle.send(vote, { by: "Bob", yes: true });
    const done = await trial.end();
    expect(done.output).toEqual({ by: "Bob", yes: true });
    expect(done.unhandledEvents).toMatchObject([{ event: "vote", data: { by: "Ada", yes: false } }]);
  },

  "can be meant by its path": async ({ named, start }) => {
    const two = workflow(named("two")).map("ask", {
      over: [1, 2],
      run: (_params, context) => context.waitFor(answer),
    });
    const trial = await start(two);
    await trial.step("wait-started", "ask[0]");
    await trial.step("wait-started", "ask[1]");
    await trial.handle.send(answer, "for the second", { to: "ask[1]" });
    await trial.handle.send(answer, "for the first", { to: "ask[0]" });
    expect((await trial.end()).output).toEqual(["for the first", "for the second"]);
  },

  "that nobody has is a clear error for the sender": async ({ named, start }) => {
    const name = named("asking");
    const asking = workflow(name).wait("ask", { event: answer });
    const trial = await start(asking);
    await trial.step("wait-started", "ask");
    const { runId } = trial.handle;
    await expect(trial.handle.send(answer, "x", { to: "asks" })).rejects.toThrow(
      `Run "${runId}" of workflow "${name}" has no step at "asks" that waits for event "answer": it does not wait yet, or was answered before. Waiting for it: "ask".`,
    );
    await expect(trial.handle.send(answer, 5 as never)).rejects.toThrow(
      'The data of event "answer" does not match its schema: Invalid input: expected string, received number.',
    );
    await trial.handle.send(answer, "yes");
    await trial.end();
    await expect(trial.handle.send(answer, "late")).rejects.toThrow(
      `Run "${runId}" of workflow "${name}" is over, so it takes no event "answer". Start another run.`,
    );
  },

  "of a body suspends it, and it goes on with what came": async ({ named, start }) => {
    const talking = workflow(named("talking")).step("ask", {
      run: async (_params, context) => {
        const name = await context.waitFor(answer);
        const { yes } = await context.waitFor(vote, { where: ({ by }) => by === name });
        return `${name}: ${yes}`;
      },
    });
    const trial = await start(talking);
    await trial.step("wait-started", "ask");
    expect((await trial.now()).span("ask").status).toBe("suspended");
    await trial.handle.send(vote, { by: "Bob", yes: false });
    await trial.handle.send(answer, "Ada");
    await trial.handle.send(vote, { by: "Ada", yes: true });
    const done = await trial.end();
    expect(done.output).toBe("Ada: true");
    expect(done.span("ask").attempts).toHaveLength(1);
    expect(done.span("ask").waits.map(({ number, event, outcome }) => [number, event, outcome])).toEqual([
      [1, "answer", "answered"],
      [2, "vote", "answered"],
    ]);
    expect(done.unhandledEvents.map(({ data }) => data)).toEqual([{ by: "Bob", yes: false }]);
  },

  "of a body may be one of several at once": async ({ named, start }) => {
    const both = workflow(named("both")).step("ask", {
      run: (_params, context) => Promise.all([context.waitFor(answer), context.waitFor(vote), context.sleep(50)]),
    });
    const trial = await start(both);
    await trial.handle.send(vote, { by: "Ada", yes: true });
    await trial.handle.send(answer, "hello");
    expect((await trial.end()).output).toEqual(["hello", { by: "Ada", yes: true }, undefined]);
  },

  "of a body that raced and lost is withdrawn": async ({ named, run }) => {
    const racing = workflow(named("racing")).step("ask", {
      run: (_params, context) => Promise.race([context.waitFor(answer), context.sleep(50).then(() => "nobody")]),
    });
    const done = await run(racing);
    expect(done.output).toBe("nobody");
    expect(done.span("ask").waits.map(({ event, outcome }) => [event, outcome])).toEqual([
      ["answer", "withdrawn"],
      [null, "elapsed"],
    ]);
  },

  "that takes too long fails its step, or is caught by its body": async ({ named, run }) => {
    const slow = workflow(named("slow"), { failFast: false })
      .wait("step", { event: answer, timeout: 50 })
      .step("body", {
        run: (_params, context) =>
          context.waitFor(answer, { timeout: 50 }).catch((error) => {
            return error instanceof StepTimeoutError ? `${error.code} after ${error.timeoutMs} ms` : "?";
          }),
      });
    const failed = await run(slow);
    expect(failed.span("body").output).toMatch(/^STEP_TIMEOUT after \d+ ms$/);
    expect(failed.span("step").error).toBeInstanceOf(StepTimeoutError);
    expect(failed.errors[0]?.message.replace(/ \d+ ms /, " 50 ms ")).toBe(
      'Step "step" waited 50 ms for event "answer", and none came that it takes. Raise the timeout of the wait, or send the event.',
    );
    expect(failed.span("step").waits).toMatchObject([{ outcome: "timed-out" }]);
  },

  "whose where throws, or gives no boolean, fails": async ({ named, start }) => {
    const vague = workflow(named("vague"), { failFast: false })
      .wait("step", {
        event: answer,
        where: () => {
          throw new Error("no idea");
        },
      })
      .step("body", { run: (_params, context) => context.waitFor(answer, { where: () => "yes" as never }) });
    const trial = await start(vague);
    await trial.step("wait-started", "step");
    await trial.step("wait-started", "body");
    await trial.handle.send(answer, "hello");
    const failed = await trial.end();
    expect(failed.span("step").error?.message).toBe('Step "step" failed in its where: Error: no idea.');
    expect(failed.span("body").error?.message).toBe(
      'Step "body" failed on attempt 1: The where of step "body" returned "yes". Return true or false, synchronously.',
    );
  },

  "repeats nothing of what its body sent and did before it": async ({ named, start }) => {
    const note = defineEvent("note", z.string());
    const talking = workflow(named("talking"))
      .step("ask", {
        run: async (_params, context) => {
          context.send(note, "asking");
          const text = await context.waitFor(answer);
          context.send(note, `got ${text}`);
          await context.sleep(20);
          context.send(note, "done");
        },
      })
      .on("notes", { event: note, params: { text: ({ event }) => event }, run: ({ text }) => text });
    const trial = await start(talking);
    await trial.step("wait-started", "ask");
    await trial.handle.send(answer, "yes");
    expect((await trial.end()).span("notes").output).toEqual(["asking", "got yes", "done"]);
  },
});

export const sleeps = theme("a sleep", {
  "as a step is over when its time is, and not before": async ({ named, run }) => {
    const sleeping = workflow(named("sleeping"))
      .step("before", { run: () => 1 })
      .sleep("rest", 60, { dependsOn: ["before"] })
      .step("after", { dependsOn: ["rest"], run: () => "rested" });
    const done = await run(sleeping);
    expect(done.output).toBe("rested");
    const [wait] = done.span("rest").waits;
    expect(wait).toMatchObject({ number: 1, event: null, outcome: "elapsed" });
    expect(wait!.endedAt).toBeGreaterThanOrEqual(wait!.dueAt!);
    expect(wait!.dueAt! - wait!.startedAt).toBeGreaterThan(55);
    expect(done.span("rest").output).toBe(null);
  },

  "of a body is over when its time is": async ({ named, run }) => {
    const sleeping = workflow(named("sleeping")).step("work", {
      run: async (_params, context) => {
        await context.sleep(30);
        await context.sleep("40ms");
        return "rested";
      },
    });
    const done = await run(sleeping);
    expect(done.output).toBe("rested");
    expect(done.span("work").attempts).toHaveLength(1);
    for (const { endedAt, dueAt } of done.span("work").waits) expect(endedAt).toBeGreaterThanOrEqual(dueAt!);
  },

  "may be one of many at once": async ({ named, run }) => {
    const sleepers = workflow(named("sleepers")).map("sleep", {
      over: Array.from({ length: 40 }, (_none, n) => n),
      params: { n: ({ item }) => item },
      run: async ({ n }, context) => {
        await context.sleep(10 + n);
        return n;
      },
    });
    expect((await run(sleepers, { engine: { concurrency: 2 } })).output).toHaveLength(40);
  },
});
