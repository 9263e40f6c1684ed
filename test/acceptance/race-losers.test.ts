import { defineEvent, StepError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, send } from "../support/replayed-trial.ts";

const answer = defineEvent("answer");

/** Two members that end when the test says so, and a reader of each. */
function twoMembers() {
  const steps = createHeldSteps();
  const raced = workflow("raced")
    .step("left", { run: steps.held<string>("left") })
    .step("right", { run: steps.held<string>("right") })
    .race("first", { of: ["left", "right"] })
    .step("read", {
      params: {
        winner: ({ stepSpan }) => stepSpan("first").output,
        right: ({ stepSpan }) => stepSpan("right", { default: null })?.output ?? "none",
      },
      run: ({ winner, right }) => `${winner}, right gave ${right}`,
    });
  return { steps, raced };
}

describe("the losers of a race", () => {
  it("are cancelled, as soon as another member succeeds", async () => {
    const { steps, raced } = twoMembers();
    const trial = await begin(raced);
    await steps.succeed("left", "L");
    expect(steps.context("right").signal.aborted).toBe(true);
    expect(steps.context("right").signal.reason.message).toBe('Another step of race "first" succeeded first.');
    await steps.fail("right");
    const run = await trial.end();
    expect(run.status).toBe("succeeded");
    expect(run.span("first")).toMatchObject({ status: "succeeded", output: "L" });
    expect(run.span("right").cancelled).toEqual({ kind: "race", step: "first" });
    expect(run.output).toBe("L, right gave none");
    expect(run.errors).toEqual([]);
  });

  it("are ignored when they give a result late, in the grace period too", async () => {
    const { steps, raced } = twoMembers();
    const trial = await begin(raced);
    await steps.succeed("left", "L");
    await steps.succeed("right", "R");
    const run = await trial.end();
    expect(run.span("right")).toMatchObject({ status: "cancelled", output: undefined });
    expect(run.output).toBe("L, right gave none");
  });

  it("are ignored in the turn in which another was first: the order of events decides", async () => {
    const both = workflow("both")
      .step("left", { run: () => "L" })
      .step("right", { run: () => "R" })
      .race("first", { of: ["right", "left"] });
    const run = await (await begin(both)).end();
    expect(run.output).toBe("L");
    expect(run.span("right").status).toBe("cancelled");
  });

  it("are abandoned when the grace period is over, so that a deaf loser does not hold the run open", async () => {
    const { steps, raced } = twoMembers();
    const trial = await begin(raced);
    await steps.succeed("left", "L");
    await trial.advance(5000);
    expect((await trial.end()).span("right").cancelled).toEqual({ kind: "race", step: "first" });
    await steps.succeed("right", "far too late");
  });

  it("do not start if they have not, wait no longer, sleep no longer, and are not retried", async () => {
    const many = workflow("many")
      .step("gate", { run: () => 1 })
      .sleep("night", "8h")
      .wait("person", { event: answer })
      .step("flaky", {
        retry: { attempts: 9, delay: "1h" },
        run: () => {
          throw new Error("busy");
        },
      })
      .step("later", { dependsOn: ["night"], run: () => "too late" })
      .step("quick", { dependsOn: ["gate"], run: () => "quick" })
      .race("first", { of: ["night", "person", "flaky", "later", "quick"] });
    const trial = await begin(many);
    const run = await trial.end();
    expect(run.output).toBe("quick");
    for (const name of ["night", "person", "flaky", "later"] as const) {
      expect(run.span(name).cancelled).toEqual({ kind: "race", step: "first" });
    }
    expect(trial.clock.nextTimer).toBe(null);
  });

  it("leave their own dependencies alone", async () => {
    const steps = createHeldSteps();
    const chained = workflow("chained")
      .step("slow", { run: steps.held("slow") })
      .step("member", { dependsOn: ["slow"], run: () => "m" })
      .step("quick", { run: () => "quick" })
      .race("first", { of: ["member", "quick"] });
    const trial = await begin(chained);
    expect(steps.context("slow").signal.aborted).toBe(false);
    await steps.succeed("slow");
    const run = await trial.end();
    expect(run.span("slow").status).toBe("succeeded");
    expect(run.span("member").status).toBe("cancelled");
  });

  it("read without a default are a clear error", async () => {
    const reader = workflow("reader")
      .step("left", { run: () => "L" })
      .step("right", { run: () => "R" })
      .race("first", { of: ["left", "right"] })
      .step("read", {
        params: { right: ({ stepSpan }) => (stepSpan as (name: string) => { output: unknown })("right").output },
        run: ({ right }) => right,
      });
    const { errors } = await (await begin(reader)).error();
    expect(errors[0]?.message).toBe(
      'Step "read" failed before its first attempt: Step "read" reads the output of "right" in parameter "right", but "right" lost race "first". Read it as stepSpan("right", { default: null }).',
    );
  });

  it("may be maps, loops and sub-workflows: all that is below them is cancelled", async () => {
    const steps = createHeldSteps();
    const child = workflow("child").step("inner", { run: steps.held("inner") });
    const forms = workflow("forms")
      .map("map", { over: [1, 2], run: steps.held("item") })
      .loop("loop", { run: steps.held("iteration"), until: () => true, maxIterations: 2 })
      .map("flow", { over: [1], run: child })
      .step("quick", { run: steps.held("quick") })
      .race("first", { of: ["map", "loop", "flow", "quick"] });
    const trial = await begin(forms);
    await steps.succeed("quick");
    for (const name of ["item", "item", "iteration", "inner"]) await steps.succeed(name, "too late");
    const run = await trial.end();
    expect(run.output).toBe("quick");
    for (const path of ["map", "map[0]", "map[1]", "loop", "loop#1", "flow", "flow[0]"]) {
      expect(run.spanAt(path).cancelled, path).toEqual({ kind: "race", step: "first" });
    }
  });
});

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
    const { steps, raced } = twoMembers();
    const trial = await begin(raced);
    await trial.cancel("enough");
    await steps.succeed("left", "in the grace period");
    await steps.fail("right");
    const run = await trial.end();
    expect(run.span("first").cancelled).toEqual({ kind: "cancel", reason: "enough" });
    expect(run.span("left")).toMatchObject({ status: "succeeded" });
  });
});
