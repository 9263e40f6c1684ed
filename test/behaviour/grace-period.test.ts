import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

describe("the grace period", () => {
  it("is 5 s: an attempt that is still open then is abandoned, the step cancelled, and its late result ignored", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("work", { run: steps.held("work") })]));
    await trial.advance(10);
    await trial.cancel("enough");
    await trial.advance(4999);
    expect((await trial.statuses()).work).toBe("running");
    await trial.advance(1);
    const run = await trial.end();
    expect(run.span("work").cancelled).toEqual({ kind: "cancel", reason: "enough" });
    expect(run.span("work").error).toBe(null);
    expect(run.span("work").finishedAt).toBe(5010);
    const before = trial.events.length;
    await steps.succeed("work", "too late");
    expect(trial.events).toHaveLength(before);
    expect(run.span("work").status).toBe("cancelled");
  });

  it("is an option of the engine", async () => {
    const trial = await begin(workflowOf([stepOf("work", { run: createHeldSteps().held("work") })]), {
      engine: { gracePeriod: "1s" },
    });
    await trial.cancel();
    await trial.advance(1000);
    expect((await trial.end()).status).toBe("cancelled");
  });

  it("is over as soon as the last aborted attempt has ended", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("work", { run: steps.held("work") })]));
    await trial.cancel();
    await steps.fail("work");
    expect((await trial.end()).finishedAt).toBe(0);
    expect(trial.clock.nextTimer).toBe(null);
  });

  it("leaves no trace if every aborted attempt ends in time while always steps go on", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    await trial.cancel();
    await steps.fail("work");
    await trial.advance(60_000);
    await steps.succeed("finally");
    expect((await trial.end()).span("finally").status).toBe("succeeded");
    expect(trial.events.map(({ type }) => type)).not.toContain("grace-expired");
  });

  it("applies to the attempts that a failure aborts", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("work", { run: steps.held("work") }), stepOf("deaf", { run: steps.held("deaf") })]),
    );
    await steps.fail("work");
    await trial.advance(5000);
    const run = await trial.end();
    expect(run.span("deaf").cancelled).toEqual({ kind: "failFast", step: "work" });
  });

  it("is not made longer by further cancels", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("deaf", { run: steps.held("deaf") }),
        stepOf("finally", { always: true, dependsOn: ["deaf"] }),
      ]),
    );
    await trial.cancel("first");
    await trial.advance(3000);
    await trial.cancel("second");
    await trial.advance(1000);
    await trial.cancel("third");
    await trial.advance(1000);
    const run = await trial.end();
    expect(run.span("deaf").cancelled).toEqual({ kind: "cancel", reason: "first" });
    expect(run.span("deaf").finishedAt).toBe(5000);
  });

  it("is given anew to always steps when a second cancel aborts them, and to them alone", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("first"),
        stepOf("deaf", { run: steps.held("deaf") }),
        stepOf("finally", { always: true, dependsOn: ["first"], run: steps.held("finally") }),
      ]),
    );
    await trial.cancel("first");
    await trial.advance(3000);
    await trial.cancel("second");
    await trial.advance(2000);
    expect(await trial.statuses()).toEqual({ first: "succeeded", deaf: "cancelled", finally: "running" });
    await trial.cancel("third");
    await trial.advance(2999);
    expect((await trial.statuses()).finally).toBe("running");
    await trial.advance(1);
    const run = await trial.end();
    expect(run.span("finally").cancelled).toEqual({ kind: "cancel", reason: "second" });
    expect(run.span("finally").finishedAt).toBe(8000);
  });

  it("leaves the slot of an abandoned attempt to others", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("deaf", { run: steps.held("deaf") })]), {
      engine: { concurrency: 1 },
    });
    const next = trial.engine.start(workflowOf([stepOf("next", { run: steps.held("next") })]));
    await trial.cancel();
    expect(steps.open).toEqual(["deaf"]);
    await trial.advance(5000);
    expect(steps.open).toEqual(["deaf", "next"]);
    await steps.succeed("next");
    expect((await next.result).status).toBe("succeeded");
  });
});
