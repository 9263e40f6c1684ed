import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/replayed-trial.ts";

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
