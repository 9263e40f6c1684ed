import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, resumeElsewhere, send, snapshotText } from "../support/replayed-trial.ts";

const answer = defineEvent("answer");

describe("a run that was moved to another engine", () => {
  it("gives timers the time that was left to them, however long the way took", async () => {
    const build = () =>
      workflow("timed", { timeout: 300 })
        .sleep("nap", 100)
        .step("flaky", {
          retry: { attempts: 2, delay: 100 },
          run: (_params, context) => {
            if (context.attempt === 1) throw new Error("busy");
            return "at last";
          },
        })
        .wait("ask", { event: answer, timeout: 200, continueOnError: true })
        .sleep("long", 1000);
    const here = await begin(build());
    await here.advance(60);
    const text = await snapshotText(here.handle);
    await here.advance(5_000_000);
    const there = await resumeElsewhere(here, text, build());
    await there.advance(39);
    expect(await there.statuses()).toEqual({ nap: "suspended", flaky: "waiting", ask: "suspended", long: "suspended" });
    await there.advance(1);
    expect(await there.statuses()).toMatchObject({ nap: "succeeded", flaky: "succeeded", ask: "suspended" });
    await there.advance(100);
    expect(await there.statuses()).toMatchObject({ ask: "failed", long: "suspended" });
    await there.advance(99);
    expect((await there.now()).status).toBe("running");
    await there.advance(1);
    expect((await there.error()).errors[0]?.message).toContain("did not finish within its timeout of 300 ms");
  });

  it("goes on in the middle of maps, loops, races and sub-workflows", async () => {
    const build = () => {
      const steps = createHeldSteps();
      const child = workflow("child")
        .step("inner", { run: steps.held<string>("inner") })
        .wait("more", { event: answer });
      const forms = workflow("forms")
        .map("map", {
          over: ["a", "b", "c"],
          concurrency: 2,
          params: { name: ({ item }) => item },
          run: (params, context) => steps.held<string>(`item ${params.name}`)(params, context),
        })
        .loop("loop", {
          params: { previous: ({ previous }) => (previous ?? 0) as number },
          run: (params, context) => steps.held<number>("iteration")(params, context),
          until: ({ output }) => output === 3,
          maxIterations: 3,
        })
        .subflow("flow", { workflow: child })
        .step("left", { run: steps.held<string>("left") })
        .wait("right", { event: defineEvent("right") })
        .race("either", { of: ["left", "right"] });
      return { steps, forms };
    };
    const one = build();
    const here = await begin(one.forms);
    const taking = snapshotText(here.handle);
    await one.steps.succeed("item b", "B");
    await one.steps.succeed("item a", "A");
    await one.steps.succeed("iteration", 1);
    await one.steps.succeed("inner", "I");
    await one.steps.fail("left");
    const two = build();
    const there = await resumeElsewhere(here, await taking, two.forms);
    expect(two.steps.open).toEqual(["item c", "iteration"]);
    expect(two.steps.params("iteration")).toEqual({ previous: 1 });
    await two.steps.succeed("item c", "C");
    await two.steps.succeed("iteration", 3);
    await send(there, answer, "more", { to: "flow/more" });
    await send(there, "right", "won");
    const run = await there.end();
    expect(run.span("map").output).toEqual(["A", "B", "C"]);
    expect(run.span("loop")).toMatchObject({ output: 3, vars: {} });
    expect(run.span("flow").output).toBe("more");
    expect(run.output).toBe("won");
  });

  it("may be moved again and again", async () => {
    const build = () =>
      workflow("wanderer").loop("ask", {
        params: { so: ({ previous }) => (previous ?? []) as string[] },
        run: async ({ so }, context) => [...so, (await context.waitFor(answer)) as string],
        until: ({ output }) => output.length === 4,
        maxIterations: 9,
      });
    let trial = await begin(build());
    for (const word of ["one", "two", "three"]) {
      await send(trial, answer, word);
      trial = await resumeElsewhere(trial, await snapshotText(trial.handle), build());
    }
    await send(trial, answer, "four");
    expect((await trial.end()).output).toEqual(["one", "two", "three", "four"]);
  });

  it("is live again if it was, and lets its handle stop it", async () => {
    const build = () =>
      workflow("worker").on("work", { event: answer, params: { text: ({ event }) => event }, run: ({ text }) => text });
    const here = await begin(build(), { run: { live: true } });
    await send(here, answer, "before");
    const there = await resumeElsewhere(here, await snapshotText(here.handle), build());
    await send(there, answer, "after");
    expect((await there.now()).status).toBe("running");
    there.handle.stop();
    expect((await there.end()).output).toEqual(["before", "after"]);
  });
});
