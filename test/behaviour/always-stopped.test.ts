import type { StepContext } from "@stepspan/engine";
import { createReplayingEngine } from "@stepspan/engine/testing";
import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

describe("an always step, when the run is stopped,", () => {
  it("gets a signal of its own, which neither a failure nor the first cancel aborts", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("first"),
        stepOf("finally", { always: true, dependsOn: ["first"], run: steps.held("finally") }),
        stepOf("work", { run: steps.held("work") }),
        stepOf("atTheEnd", { always: true, dependsOn: ["work"], run: steps.held("atTheEnd") }),
      ]),
    );
    await steps.fail("work");
    expect(steps.context("finally").signal.aborted).toBe(false);
    await trial.cancel();
    expect(steps.open).toEqual(["finally", "atTheEnd"]);
    expect(steps.context("finally").signal.aborted).toBe(false);
    expect(steps.context("atTheEnd").signal.aborted).toBe(false);
  });

  it("is aborted by a second cancel, and has its grace period then", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
        stepOf("later", { always: true, dependsOn: ["finally"] }),
      ]),
    );
    await trial.cancel("first");
    await steps.fail("work");
    await trial.cancel("second");
    expect(steps.context("finally").signal.aborted).toBe(true);
    expect((await trial.now()).span("later").cancelled).toEqual({ kind: "cancel", reason: "second" });
    await trial.advance(4999);
    expect((await trial.statuses()).finally).toBe("running");
    await trial.advance(1);
    const run = await trial.end();
    expect(run.span("finally").cancelled).toEqual({ kind: "cancel", reason: "second" });
  });

  it("is aborted by its own timeout", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"], timeoutMs: 100, run: steps.held("finally") }),
      ]),
    );
    await trial.cancel();
    await steps.fail("work");
    await trial.advance(100);
    expect(steps.context("finally").signal.aborted).toBe(true);
    expect((await trial.end()).span("finally").status).toBe("failed");
  });

  it("is retried after a failure of another step and after a cancel", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", {
          always: true,
          dependsOn: ["work"],
          retry: { attempts: 3, delayMs: 100 },
          run: steps.held("finally"),
        }),
      ]),
    );
    await steps.fail("work");
    await steps.fail("finally");
    await trial.advance(100);
    expect(steps.calls("finally")).toHaveLength(2);
    await trial.cancel();
    await steps.fail("finally");
    await trial.advance(100);
    await steps.succeed("finally");
    expect((await trial.end()).span("finally").attempts).toHaveLength(3);
  });

  it("keeps what is left of its backoff when the run is cancelled, in a rebuilt core too", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("first"),
        stepOf("finally", {
          always: true,
          dependsOn: ["first"],
          retry: { attempts: 2, delayMs: 1000 },
          run: steps.held("finally"),
        }),
        stepOf("work", { dependsOn: ["first"], run: steps.held("work") }),
      ]),
      { createEngine: createReplayingEngine },
    );
    await trial.advance(100);
    // Tolerated by nothing, but not the last attempt: the run goes on.
    await steps.fail("finally");
    await trial.advance(600);
    await trial.cancel();
    await steps.fail("work");
    await trial.advance(399);
    expect(steps.open).toEqual([]);
    await trial.advance(1);
    expect(steps.open).toEqual(["finally"]);
    await steps.succeed("finally");
    expect((await trial.end()).status).toBe("cancelled");
  });

  it("is cancelled in its backoff by a second cancel", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", {
          always: true,
          dependsOn: ["work"],
          retry: { attempts: 2, delayMs: 1000 },
          run: steps.held("finally"),
        }),
      ]),
    );
    await steps.fail("work");
    await steps.fail("finally");
    await trial.cancel("enough");
    expect((await trial.statuses()).finally).toBe("waiting");
    await trial.cancel("I mean it");
    expect((await trial.end()).span("finally").cancelled).toEqual({ kind: "cancel", reason: "I mean it" });
    expect(trial.clock.nextTimer).toBe(null);
  });

  it("sees in its body that it was not aborted with the others", async () => {
    const seen: boolean[] = [];
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", {
          always: true,
          dependsOn: ["work"],
          run: (_: object, context: StepContext) => seen.push(context.signal.aborted),
        }),
      ]),
    );
    await trial.cancel();
    await steps.succeed("work");
    await trial.end();
    expect(seen).toEqual([false]);
  });
});
