import { createEngine, defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, send } from "../support/replayed-trial.ts";
import { turn } from "../support/turn.ts";

const answer = defineEvent("answer", z.string());
const vote = defineEvent("vote", z.object({ by: z.string(), yes: z.boolean() }));

/** Three steps that are nothing but a wait, and one that reads them all. */
const threeWaits = workflow("three")
  .wait("first", { event: answer })
  .wait("second", { event: answer })
  .wait("third", { event: answer })
  .step("join", {
    params: {
      one: ({ stepSpan }) => stepSpan("first").output,
      two: ({ stepSpan }) => stepSpan("second").output,
      three: ({ stepSpan }) => stepSpan("third").output,
    },
    run: ({ one, two, three }) => `${one} ${two} ${three}`,
  });

describe("parallel waits answered in any order", () => {
  for (const order of [
    ["first", "second", "third"],
    ["third", "second", "first"],
    ["second", "first", "third"],
  ]) {
    it(`as steps: ${order.join(", ")}, each by its path`, async () => {
      const trial = await begin(threeWaits);
      expect(trial.handle.waits.map(({ path, event }) => `${path}: ${event}`)).toEqual([
        "first: answer",
        "second: answer",
        "third: answer",
      ]);
      for (const path of order) await send(trial, answer, `the ${path}`, { to: path });
      expect((await trial.end()).output).toBe("the first the second the third");
    });
  }

  it("as steps: without a path the one that has waited longest takes the answer", async () => {
    const trial = await begin(threeWaits);
    for (const text of ["a", "b", "c"]) await send(trial, answer, text);
    expect((await trial.end()).output).toBe("a b c");
  });

  it("as steps: each takes the first event that its where wants, the others are left to the others", async () => {
    const board = workflow("board")
      .wait("ada", { event: vote, where: ({ by }) => by === "Ada" })
      .wait("bob", { event: vote, where: ({ by }) => by === "Bob" })
      .returns(({ stepSpan }) => [stepSpan("ada").output.yes, stepSpan("bob").output.yes]);
    const trial = await begin(board);
    await send(trial, vote, { by: "Eve", yes: false });
    await send(trial, vote, { by: "Bob", yes: false });
    await send(trial, vote, { by: "Ada", yes: true });
    const run = await trial.end();
    expect(run.output).toEqual([true, false]);
    expect(run.unhandledEvents.map(({ data }) => data)).toEqual([{ by: "Eve", yes: false }]);
  });

  it("as steps: an event that came before is taken by a later wait", async () => {
    const steps = createHeldSteps();
    const after = workflow("after")
      .step("prepare", { run: steps.held("prepare") })
      .wait("late", { event: answer, dependsOn: ["prepare"] });
    const trial = await begin(after);
    await send(trial, answer, "too early?");
    await steps.succeed("prepare");
    expect((await trial.end()).output).toBe("too early?");
  });

  it("in one body: answered in any order, and the body goes on with each as it comes", async () => {
    const heard: string[] = [];
    const body = workflow("body").step("ask", {
      run: async (_params, context) => {
        const ask = (name: string) =>
          context.waitFor(vote, { where: ({ by }) => by === name }).then(({ yes }) => {
            heard.push(name);
            return yes;
          });
        return Promise.all([ask("Ada"), ask("Bob"), context.waitFor(answer)]);
      },
    });
    const trial = await begin(body);
    await send(trial, answer, "hello");
    expect(heard).toEqual([]);
    await send(trial, vote, { by: "Bob", yes: false });
    expect(heard).toEqual(["Bob"]);
    await send(trial, vote, { by: "Ada", yes: true });
    expect((await trial.end()).output).toEqual([true, false, "hello"]);
    expect(heard).toEqual(["Bob", "Ada"]);
  });

  it("in many bodies: every item of a map waits for itself, without a slot", async () => {
    const steps = createHeldSteps();
    const many = workflow("many")
      .map("ask", { over: [0, 1, 2], run: (_params, context) => context.waitFor(answer) })
      .step("other", { run: steps.held("other") });
    const trial = await begin(many, { engine: { concurrency: 1 } });
    expect(steps.open).toEqual(["other"]);
    await steps.succeed("other");
    for (const at of [2, 0, 1]) await send(trial, answer, `answer ${at}`, { to: `ask[${at}]` });
    expect((await trial.end()).span("ask").output).toEqual(["answer 0", "answer 1", "answer 2"]);
  });

  it("in one turn: two waits for one event and two events are no match for each other", async () => {
    const trial = await begin(
      workflow("two").step("ask", {
        run: async (_params, context) => {
          context.send(answer, "from myself");
          return Promise.all([context.waitFor(answer), context.waitFor(answer)]);
        },
      }),
    );
    await send(trial, answer, "from outside");
    expect((await trial.end()).output).toEqual(["from myself", "from outside"]);
  });
});

describe("an answer", () => {
  it("to a path where nobody waits is a clear error, which names those who wait", async () => {
    const trial = await begin(threeWaits);
    await expect(trial.handle.send(answer, "hello", { to: "frist" })).rejects.toThrow(
      `Run "${trial.handle.runId}" of workflow "three" has no step at "frist" that waits for event "answer": it does not wait yet, or was answered before. Waiting for it: "first", "second", "third".`,
    );
    await expect(trial.handle.send(vote, { by: "Ada", yes: true }, { to: "first" })).rejects.toThrow(
      `Run "${trial.handle.runId}" of workflow "three" has no step at "first" that waits for event "vote": it does not wait yet, or was answered before. No step waits for it.`,
    );
    await trial.cancel();
    await trial.end();
  });

  it("to a wait that was answered is a clear error, in the same turn too", async () => {
    const trial = await begin(threeWaits);
    const results = await Promise.allSettled([
      trial.handle.send(answer, "one", { to: "second" }),
      trial.handle.send(answer, "two", { to: "second" }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    await expect(trial.handle.send(answer, "three", { to: "second" })).rejects.toThrow(
      `Run "${trial.handle.runId}" of workflow "three" has no step at "second" that waits for event "answer": it does not wait yet, or was answered before. Waiting for it: "first", "third".`,
    );
    await trial.cancel();
    expect((await trial.end()).span("second").output).toBe("one");
  });

  it("can be given by the id of the run; for a run that is not open that is a clear error", async () => {
    await using engine = createEngine();
    const handle = engine.start(threeWaits, undefined, { runId: "order-17" });
    await turn();
    for (const text of ["a", "b"]) await engine.send("order-17", answer, text);
    await expect(engine.send("order-71", answer, "c")).rejects.toThrow(
      'The engine has no open run "order-71" to send an event to. Did you mean "order-17"? Send it before the run is over.',
    );
    await engine.send("order-17", answer, "c", { to: "third" });
    expect((await handle.result).output).toBe("a b c");
    await expect(engine.send("order-17", answer, "d")).rejects.toThrow(
      'The engine has no open run "order-17" to send an event to. Send it before the run is over.',
    );
  });
});
