import { defineEvent, StepError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, send } from "../support/replayed-trial.ts";

const answer = defineEvent("answer");

describe("a race", () => {
  it("between two waits is won by the one that is answered", async () => {
    const polls = workflow("polls")
      .wait("yes", { event: answer, where: (text) => text === "yes" })
      .wait("no", { event: answer, where: (text) => text === "no" })
      .race("either", { of: ["yes", "no"] });
    const trial = await begin(polls);
    await send(trial, answer, "maybe");
    await send(trial, answer, "no");
    const run = await trial.end();
    expect(run.output).toBe("no");
    expect(run.span("yes").waits[0]?.outcome).toBe("withdrawn");
    expect(run.unhandledEvents.map(({ data }) => data)).toEqual(["maybe"]);
  });

  it("between a sleep and a step is a limit of time for the step", async () => {
    const limited = () => {
      const steps = createHeldSteps();
      const limit = workflow("limited")
        .sleep("limit", "1m")
        .step("work", { run: steps.held<string>("work") })
        .race("either", { of: ["limit", "work"] })
        .returns(({ stepSpan }) => stepSpan("work", { default: null })?.output ?? "gave up");
      return { steps, limit };
    };
    const late = limited();
    const slow = await begin(late.limit);
    await slow.advance(60_000);
    await late.steps.fail("work");
    expect((await slow.end()).output).toBe("gave up");
    const early = limited();
    const quick = await begin(early.limit);
    await quick.advance(59_999);
    await early.steps.succeed("work", "done");
    const run = await quick.end();
    expect(run.output).toBe("done");
    expect(run.span("limit").cancelled).toEqual({ kind: "race", step: "either" });
    expect(quick.clock.nextTimer).toBe(null);
  });

  it("goes on when a member fails, or is skipped, as long as another can win", async () => {
    const steps = createHeldSteps();
    const three = workflow("three")
      .step("skipped", { when: () => false, run: () => "s" })
      .step("broken", { run: steps.held<string>("broken") })
      .step("slow", { run: steps.held<string>("slow") })
      .race("first", { of: ["skipped", "broken", "slow"] });
    const trial = await begin(three);
    await steps.fail("broken");
    expect(await trial.statuses()).toMatchObject({ skipped: "skipped", broken: "failed", first: "pending" });
    await steps.succeed("slow", "won");
    const run = await trial.end();
    expect(run).toMatchObject({ status: "succeeded", output: "won", errors: [] });
  });

  it("is skipped if all of its members were", async () => {
    const skipped = workflow("skipped")
      .step("left", { when: () => false, run: () => 1 })
      .step("right", { when: () => false, run: () => 2 })
      .race("first", { of: ["left", "right"] })
      .returns(({ stepSpan }) => stepSpan("first", { default: null })?.output ?? "nobody ran");
    const run = await (await begin(skipped)).end();
    expect(run.span("first")).toMatchObject({ status: "skipped", skipped: { kind: "skipWith", step: "left" } });
    expect(run.output).toBe("nobody ran");
  });

  it("fails with an AggregateError if none succeeded and at least one failed", async () => {
    const steps = createHeldSteps();
    const lost = workflow("lost")
      .step("left", { run: steps.held("left") })
      .step("middle", { when: () => false, run: () => 1 })
      .step("right", { run: steps.held("right") })
      .race("first", { of: ["left", "middle", "right"] });
    const trial = await begin(lost);
    await steps.fail("right");
    await steps.fail("left");
    const { errors, run } = await trial.error();
    expect(errors).toHaveLength(1);
    const [error] = errors;
    expect(error).toBeInstanceOf(StepError);
    expect(error?.message).toBe('Step "first" failed: AggregateError: None of "left", "middle", "right" succeeded.');
    const cause = error?.cause;
    expect(cause).toBeInstanceOf(AggregateError);
    expect(cause).toHaveProperty("errors", [run.span("left").error, run.span("right").error]);
  });

  it("is tolerated with continueOnError, and stops the run without it", async () => {
    const broken = () => {
      throw new Error("broken");
    };
    const tolerated = workflow("tolerated")
      .step("left", { run: broken })
      .step("right", { run: broken })
      .race("first", { of: ["left", "right"], continueOnError: true })
      .step("after", { dependsOn: ["first"], run: () => "after" });
    expect((await (await begin(tolerated)).end()).output).toBe("after");
    const untolerated = workflow("untolerated")
      .step("left", { run: broken })
      .step("right", { run: broken })
      .race("first", { of: ["left", "right"] })
      .step("after", { dependsOn: ["first"], run: () => "after" });
    const { run } = await (await begin(untolerated)).error();
    expect(run.span("after").skipped).toEqual({ kind: "upstream", step: "first" });
  });

  it("is cancelled with its members when the run is", async () => {
    const steps = createHeldSteps();
    const raced = workflow("raced")
      .step("left", { run: steps.held("left") })
      .step("right", { run: steps.held("right") })
      .race("first", { of: ["left", "right"] });
    const trial = await begin(raced);
    await trial.cancel("enough");
    await steps.succeed("left", "in the grace period");
    await steps.fail("right");
    const run = await trial.end();
    expect(run.span("first").cancelled).toEqual({ kind: "cancel", reason: "enough" });
    expect(run.span("left")).toMatchObject({ status: "succeeded" });
  });

  it("has its members for itself, also in a workflow that was not built by the builder", () => {
    const raceOf = (name: string) => stepOf(name, { form: { kind: "race", of: ["left", "right"] } });
    expect(() => workflowOf([stepOf("left"), stepOf("right"), raceOf("first"), raceOf("second")])).toThrow(
      'Step "left" is in the races "first" and "second". A step is in one race at most: take it out of one of them.',
    );
  });
});
