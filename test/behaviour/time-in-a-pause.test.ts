import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { createHeldStore } from "../support/held-store.ts";
import { begin } from "../support/replayed-trial.ts";
import type { Trial } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

const answer = defineEvent("answer");

async function resume({ handle }: Pick<Trial, "handle">): Promise<void> {
  handle.resume();
  await turn();
}

describe("time in a pause", () => {
  it("does not count for sleeps, the timeouts of waits, and the delays of retries", async () => {
    const steps = createHeldSteps();
    const timed = workflow("timed", { failFast: false })
      .sleep("nap", 100)
      .wait("ask", { event: answer, timeout: 100 })
      .step("flaky", {
        retry: { attempts: 2, delay: 100 },
        run: (params, context) => {
          if (context.attempt === 1) throw new Error("busy");
          return steps.held("second attempt")(params, context);
        },
      });
    const trial = await begin(timed);
    await trial.advance(60);
    await trial.handle.pause();
    await trial.advance(1_000_000);
    expect(await trial.statuses()).toEqual({ nap: "suspended", ask: "suspended", flaky: "waiting" });
    await resume(trial);
    await trial.advance(39);
    expect(await trial.statuses()).toEqual({ nap: "suspended", ask: "suspended", flaky: "waiting" });
    await trial.advance(1);
    expect(await trial.statuses()).toEqual({ nap: "succeeded", ask: "failed", flaky: "running" });
    await steps.succeed("second attempt");
    expect((await trial.end()).span("flaky").status).toBe("succeeded");
  });

  it("does not count for the timeout of the run, nor for that of a sub-workflow", async () => {
    const child = workflow("child", { timeout: 100 }).wait("ask", { event: answer });
    const parent = workflow("parent", { timeout: 150 })
      .subflow("run", { workflow: child, continueOnError: true })
      .wait("more", { event: answer });
    const trial = await begin(parent);
    await trial.advance(90);
    await trial.handle.pause();
    await trial.advance(1_000_000);
    await resume(trial);
    await trial.advance(9);
    expect((await trial.statuses()).run).toBe("running");
    await trial.advance(1);
    expect((await trial.statuses()).run).toBe("failed");
    await trial.advance(49);
    expect((await trial.now()).status).toBe("running");
    await trial.advance(1);
    const { errors } = await trial.error();
    expect(errors.map(({ message }) => message)).toEqual([
      'The run of workflow "parent" did not finish within its timeout of 150 ms. Raise the timeout of the run, or shorten its steps.',
    ]);
  });

  it("is the same for a sleep in a sub-workflow in a map, over several pauses", async () => {
    const child = workflow("child").sleep("nap", 100);
    const trial = await begin(workflow("parent").map("run", { over: [1, 2], run: child }));
    for (const _pause of [1, 2, 3]) {
      await trial.advance(30);
      await trial.handle.pause();
      await trial.advance(500);
      await resume(trial);
    }
    await trial.advance(9);
    expect((await trial.statuses()).run).toBe("running");
    await trial.advance(1);
    expect((await trial.end()).output).toEqual([null, null]);
  });

  it("does count for an attempt that is open: it goes on, and so does its timeout", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflow("w").step("work", { timeout: 100, run: steps.held("work") }));
    const paused = trial.handle.pause();
    await trial.advance(100);
    await paused;
    expect((await trial.statuses()).work).toBe("failed");
    await resume(trial);
    expect((await trial.error()).errors[0]?.message).toContain("did not settle within its timeout of 100 ms");
  });

  it("begins with the pause, whatever rings in the same turn: that is heard afterwards", async () => {
    const store = createHeldStore();
    const child = workflow("child", { timeout: 100 }).wait("ask", { event: answer });
    const trial = await begin(workflow("parent").subflow("run", { workflow: child }).sleep("nap", 100), {
      engine: { store },
    });
    const settle = async () => {
      await turn();
      await store.takeAll();
      await turn();
    };
    await settle();
    const sent = trial.handle.send(defineEvent("other"), "the store is busy with this");
    await turn();
    const paused = trial.handle.pause();
    trial.clock.advance(100);
    await settle();
    await Promise.all([sent, paused]);
    expect((await trial.now()).status).toBe("paused");
    expect(await trial.statuses()).toMatchObject({ run: "running", nap: "suspended" });
    trial.handle.resume();
    await settle();
    trial.clock.advance(0);
    await settle();
    expect((await trial.end()).span("run").status).toBe("failed");
  });

  it("does not bring back the timeout of a run that is over its time: its always steps are left alone", async () => {
    const steps = createHeldSteps();
    const late = workflow("late", { timeout: 100 })
      .wait("ask", { event: answer })
      .step("tidy", { always: true, dependsOn: ["ask"], run: steps.held("tidy") });
    const trial = await begin(late);
    await trial.advance(100);
    expect(steps.open).toEqual(["tidy"]);
    const paused = trial.handle.pause();
    await trial.advance(50);
    await resume(trial);
    await trial.advance(1000);
    expect(steps.context("tidy").signal.aborted).toBe(false);
    await paused;
    await steps.succeed("tidy");
    expect((await trial.end()).span("tidy").status).toBe("succeeded");
  });
});
