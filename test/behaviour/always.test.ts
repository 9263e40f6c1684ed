import { SkippedSpanError, type StepContext, type StepError, stepSpan } from "@stepspan/engine";
import { createReplayingEngine } from "@stepspan/engine/testing";
import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

const failSlow = { failFast: false };

describe("an always step", () => {
  it("waits for its dependencies like any other", async () => {
    const steps = createHeldSteps();
    await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    expect(steps.open).toEqual(["work"]);
    await steps.succeed("work");
    expect(steps.open).toEqual(["finally"]);
  });

  it("runs whatever came of them: success, failure, upstream skip, guard, tolerated failure", async () => {
    const steps = createHeldSteps();
    const names = ["fine", "broken", "below", "unwanted", "shaky"];
    const trial = await begin(
      workflowOf(
        [
          stepOf("fine"),
          stepOf("broken", { run: steps.held("broken") }),
          stepOf("below", { dependsOn: ["broken"] }),
          stepOf("unwanted", { when: lambdaOf(() => false) }),
          stepOf("shaky", { continueOnError: true, run: steps.held("shaky") }),
          ...names.map((name) => stepOf(`after ${name}`, { always: true, dependsOn: [name] })),
        ],
        failSlow,
      ),
    );
    await steps.fail("broken");
    await steps.fail("shaky");
    const run = await trial.end();
    for (const name of names) expect(run.span(`after ${name}`).status).toBe("succeeded");
  });

  it("runs after a failure that stops everything else", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("next", { dependsOn: ["work"] }),
        stepOf("finally", { always: true, dependsOn: ["next"] }),
      ]),
    );
    await steps.fail("work");
    const run = await trial.end();
    expect(run.status).toBe("failed");
    expect(run.span("finally").status).toBe("succeeded");
  });

  it("runs after a cancel, once the aborted attempts that it waits for have ended", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    await trial.cancel();
    expect(steps.open).toEqual(["work"]);
    await steps.fail("work");
    expect(steps.open).toEqual(["finally"]);
    await steps.succeed("finally");
    const run = await trial.end();
    expect(run.status).toBe("cancelled");
    expect(run.span("finally").status).toBe("succeeded");
  });

  it("keeps the run open until it has settled", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    await steps.fail("work");
    expect((await trial.now()).status).toBe("running");
    await steps.succeed("finally");
    expect((await trial.now()).status).toBe("failed");
  });

  it("reads a lost step as a skipped one: null with a default, an error without", async () => {
    const steps = createHeldSteps();
    const withDefault = lambdaOf(({ stepSpan }) => stepSpan("work", { default: null }), {
      step: "work",
      mode: "default",
    });
    const plain = lambdaOf(({ stepSpan }) => stepSpan("work").output, "work");
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("careful", { always: true, params: [parameterOf("value", withDefault)] }),
        stepOf("careless", { always: true, params: [parameterOf("value", plain)] }),
      ]),
    );
    await steps.fail("work");
    const run = await trial.end();
    expect(run.span("careful").input).toEqual({ value: null });
    const cause = run.span("careless").error?.cause;
    expect(cause).toBeInstanceOf(SkippedSpanError);
    expect((cause as Error).message).toBe(
      'Step "careless" reads the output of "work" in parameter "value", but "work" failed: StepError: Step "work" failed on attempt 1: Error: work is broken. Read it as stepSpan("work", { default: null }).',
    );
  });

  it("reads a lost step as a skipped one in its body, too", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("careful", {
          always: true,
          dependsOn: ["work"],
          run: () => stepSpan("work", { default: null }) === null,
        }),
        stepOf("careless", { always: true, dependsOn: ["work"], run: () => stepSpan("work").output }),
      ]),
    );
    await steps.fail("work");
    const run = await trial.end();
    expect(run.span("careful").output).toBe(true);
    expect(run.span("careless").error?.cause).toBeInstanceOf(SkippedSpanError);
  });

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

  it("obeys its guard", async () => {
    const steps = createHeldSteps();
    const failed = lambdaOf(({ stepSpan }) => stepSpan("work", { settled: true }).status === "failed", {
      step: "work",
      mode: "settled",
    });
    const succeeded = lambdaOf((scope) => failed.evaluate(scope) === false, { step: "work", mode: "settled" });
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("onFailure", { always: true, when: failed }),
        stepOf("onSuccess", { always: true, when: succeeded }),
      ]),
    );
    await steps.fail("work");
    const run = await trial.end();
    expect(run.span("onFailure").status).toBe("succeeded");
    expect(run.span("onSuccess").skipped).toEqual({ kind: "guard" });
  });

  it("adds its failure to the errors of the run, behind those before it", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    await steps.fail("work");
    await steps.fail("finally");
    const error = await trial.error();
    expect(error.errors.map((each) => (each as StepError).step)).toEqual(["work", "finally"]);
    expect(error.cause).toBe(error.errors[0]);
  });

  it("fails a run that only its failure keeps from succeeding", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("work"), stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") })]),
    );
    await steps.fail("finally");
    expect((await trial.error()).errors).toHaveLength(1);
  });

  it("fails a cancelled run if it fails", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    await trial.cancel();
    await steps.fail("work");
    await steps.fail("finally");
    const error = await trial.error();
    expect(error.run.status).toBe("failed");
    expect(error.errors.map(({ name }) => name)).toEqual(["CancelledError", "StepError"]);
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

  it("is no way around the end of the run for ordinary steps behind it", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"] }),
        stepOf("ordinary", { dependsOn: ["finally"] }),
      ]),
    );
    await steps.fail("work");
    expect((await trial.end()).span("ordinary").cancelled).toEqual({ kind: "failFast", step: "work" });
  });

  it("has its failure tolerated by continueOnError", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work"),
        stepOf("finally", { always: true, continueOnError: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    await steps.fail("finally");
    expect((await trial.end()).status).toBe("succeeded");
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
