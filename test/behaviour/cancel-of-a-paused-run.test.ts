import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, outcomeOf } from "../support/replayed-trial.ts";
import type { Trial } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

const answer = defineEvent("answer");

async function resume({ handle }: Pick<Trial, "handle">): Promise<void> {
  handle.resume();
  await turn();
}

describe("a cancel of a paused run", () => {
  it("ends the pause: what waits is cancelled, and the always steps run", async () => {
    const steps = createHeldSteps();
    const paused = workflow("paused")
      .wait("ask", { event: answer })
      .step("never", { dependsOn: ["ask"], run: () => 1 })
      .step("tidy", { always: true, dependsOn: ["ask"], run: steps.held("tidy") });
    const trial = await begin(paused);
    await trial.handle.pause();
    await trial.cancel("enough");
    expect(steps.open).toEqual(["tidy"]);
    await steps.succeed("tidy");
    const run = await trial.end();
    expect(run.status).toBe("cancelled");
    expect(run.span("ask").cancelled).toEqual({ kind: "cancel", reason: "enough" });
  });

  it("ends it for those who still wait for the pause", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflow("w").step("work", { run: steps.held("work") }));
    const paused = trial.handle.pause();
    await trial.cancel();
    expect(steps.context("work").signal.aborted).toBe(true);
    await steps.fail("work");
    await paused;
    expect((await trial.end()).status).toBe("cancelled");
  });

  it("can itself be paused: the always steps start when it is resumed, and a second cancel stops them", async () => {
    const steps = createHeldSteps();
    const tidied = workflow("tidied")
      .step("work", { run: steps.held("work") })
      .step("tidy", { always: true, dependsOn: ["work"], run: steps.held("tidy") });
    const trial = await begin(tidied);
    await trial.cancel("first");
    const paused = trial.handle.pause();
    await steps.fail("work");
    await paused;
    expect(steps.open).toEqual([]);
    await resume(trial);
    expect(steps.open).toEqual(["tidy"]);
    await trial.cancel("second");
    expect(steps.context("tidy").signal.aborted).toBe(true);
    await steps.fail("tidy");
    expect((await trial.end()).span("tidy").cancelled).toEqual({ kind: "cancel", reason: "second" });
  });

  it("gives aborted attempts their grace period, which goes on in a pause", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflow("w").step("deaf", { run: steps.held("deaf") }));
    await trial.cancel();
    const paused = trial.handle.pause();
    await trial.advance(5000);
    await paused;
    await resume(trial);
    expect((await trial.end()).span("deaf").status).toBe("cancelled");
  });

  it("is what engine.close() does with it", async () => {
    const trial = await begin(workflow("w").wait("ask", { event: answer }));
    await trial.handle.pause();
    expect(await outcomeOf(trial.engine.close())).toBe(undefined);
    expect((await trial.end()).span("ask").cancelled).toEqual({ kind: "cancel", reason: "the engine was closed" });
  });
});
