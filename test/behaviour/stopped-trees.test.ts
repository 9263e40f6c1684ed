import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/replayed-trial.ts";

/** A child with a step that works, one that sleeps, and one that tidies up in any case. */
function childOf(steps: ReturnType<typeof createHeldSteps>, options: { readonly timeout?: number } = {}) {
  return workflow("child", options)
    .step("inner", { run: steps.held("inner") })
    .sleep("nap", 1000)
    .step("tidy", { always: true, dependsOn: ["inner"], run: steps.held("tidy") });
}

describe("a failure with open maps and sub-workflows", () => {
  it("aborts what is open below them in the same turn, and lets always steps below have their turn", async () => {
    const steps = createHeldSteps();
    const parent = workflow("parent")
      .step("fails", { run: steps.held("fails") })
      .map("map", { over: [1, 2], run: steps.held("item") })
      .subflow("flow", { workflow: childOf(steps) })
      .step("behindFailure", { dependsOn: ["fails"], run: () => 1 })
      .step("behindMap", { dependsOn: ["map"], run: () => 1 });
    const trial = await begin(parent);
    await steps.fail("fails");
    expect(steps.context("item").signal.aborted).toBe(true);
    expect(steps.context("inner").signal.aborted).toBe(true);
    expect((await trial.now()).spanAt("flow/nap").cancelled).toEqual({ kind: "failFast", step: "fails" });
    await steps.fail("item");
    await steps.succeed("item", "in time");
    await steps.fail("inner");
    expect(steps.open).toEqual(["tidy"]);
    expect(steps.context("tidy").signal.aborted).toBe(false);
    await steps.succeed("tidy");
    const { errors, run } = await trial.error();
    expect(errors.map(({ message }) => message)).toEqual(['Step "fails" failed on attempt 1: Error: fails is broken.']);
    const because = { kind: "failFast", step: "fails" };
    for (const path of ["map", "map[0]", "flow", "flow/inner", "behindMap"]) {
      expect(run.spanAt(path).cancelled, path).toEqual(because);
    }
    expect(run.spanAt("map[1]")).toMatchObject({ status: "succeeded", output: "in time" });
    expect(run.span("behindFailure").skipped).toEqual({ kind: "upstream", step: "fails" });
    expect(trial.clock.nextTimer).toBe(null);
  });
});

describe("the timeout of a sub-workflow", () => {
  it("cancels the child run and fails its step; the parent goes on if that is tolerated", async () => {
    const steps = createHeldSteps();
    const parent = workflow("parent")
      .subflow("flow", { workflow: childOf(steps, { timeout: 100 }), continueOnError: true })
      .step("after", { dependsOn: ["flow"], run: () => "after" });
    const trial = await begin(parent);
    await trial.advance(100);
    expect(steps.context("inner").signal.aborted).toBe(true);
    await trial.advance(5000);
    expect(steps.open).toEqual(["inner", "tidy"]); // the deaf one was abandoned
    await steps.succeed("tidy");
    const run = await trial.end();
    expect(run.output).toBe("after");
    expect(run.span("flow").error?.message).toBe(
      'Step "flow" failed in its sub-workflow: The run of workflow "child" did not finish within its timeout of 100 ms. Raise the timeout of the run, or shorten its steps.',
    );
    expect(run.spanAt("flow/inner").cancelled).toEqual({ kind: "timeout" });
    expect(trial.clock.nextTimer).toBe(null);
  });

  it("ends with the child: what came in time is not cancelled later", async () => {
    const steps = createHeldSteps();
    const child = workflow("child", { timeout: 100 }).step("inner", { run: steps.held("inner") });
    const parent = workflow("parent").subflow("flow", { workflow: child }).sleep("nap", 1000);
    const trial = await begin(parent);
    await trial.advance(99);
    await steps.succeed("inner");
    await trial.advance(901);
    expect((await trial.end()).status).toBe("succeeded");
  });
});

describe("always steps that are maps, loops and sub-workflows", () => {
  function alwaysForms() {
    const steps = createHeldSteps();
    const child = workflow("child").step("inner", { run: steps.held("inner") });
    const forms = workflow("forms")
      .step("work", { run: steps.held("work") })
      .map("map", { always: true, dependsOn: ["work"], over: [1, 2], run: steps.held("item") })
      .loop("loop", {
        always: true,
        dependsOn: ["work"],
        run: steps.held("iteration"),
        until: ({ iteration }) => iteration === 2,
        maxIterations: 2,
      })
      .subflow("flow", { always: true, dependsOn: ["work"], workflow: child });
    return { steps, forms };
  }

  it("run whole after a cancel, with fresh signals", async () => {
    const { steps, forms } = alwaysForms();
    const trial = await begin(forms);
    await trial.cancel("first");
    await steps.fail("work");
    expect(steps.open).toEqual(["item", "item", "iteration", "inner"]);
    for (const name of ["item", "iteration", "inner"]) expect(steps.context(name).signal.aborted).toBe(false);
    for (const name of ["item", "item", "iteration", "iteration", "inner"]) await steps.succeed(name);
    const run = await trial.end();
    expect(run.status).toBe("cancelled");
    expect(run.span("map").output).toEqual(["item", "item"]);
    expect(run.span("loop").output).toBe("iteration");
    expect(run.span("flow").output).toBe("inner");
  });

  it("are stopped by a second cancel, down to their items and the steps below them", async () => {
    const { steps, forms } = alwaysForms();
    const trial = await begin(forms);
    await trial.cancel("first");
    await steps.fail("work");
    await trial.cancel("second");
    for (const name of ["item", "iteration", "inner"]) expect(steps.context(name).signal.aborted).toBe(true);
    await trial.advance(5000);
    const run = await trial.end();
    for (const path of ["map", "map[0]", "map[1]", "loop", "loop#1", "flow", "flow/inner"]) {
      expect(run.spanAt(path).cancelled, path).toEqual({ kind: "cancel", reason: "second" });
    }
    expect(trial.clock.nextTimer).toBe(null);
  });

  it("below a step that was cancelled are stopped by a second cancel too", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflow("parent").map("map", { over: [1], run: childOf(steps) }));
    await trial.cancel("first");
    await steps.fail("inner");
    expect(steps.context("tidy").signal.aborted).toBe(false);
    await trial.cancel("second");
    expect(steps.context("tidy").signal.aborted).toBe(true);
    await steps.fail("tidy");
    const run = await trial.end();
    expect(run.spanAt("map[0]/tidy").cancelled).toEqual({ kind: "cancel", reason: "second" });
    expect(run.span("map").cancelled).toEqual({ kind: "cancel", reason: "first" });
  });
});

describe("engine.close()", () => {
  it("cancels what waits, sleeps, listens and backs off, and leaves no timer", async () => {
    const answer = defineEvent("answer");
    const waiting = workflow("waiting")
      .wait("ask", { event: answer, timeout: "1h" })
      .sleep("nap", "8h")
      .step("body", { run: (_params, context) => Promise.all([context.waitFor(answer), context.sleep("1h")]) })
      .on("listen", { event: answer, run: () => 1 })
      .step("flaky", {
        retry: { attempts: 9, delay: "1h" },
        run: () => {
          throw new Error("busy");
        },
      });
    const trial = await begin(waiting, { run: { live: true } });
    await trial.engine.close();
    const run = await trial.end();
    expect(run.status).toBe("cancelled");
    expect(new Set(run.spans.map(({ status }) => status))).toEqual(new Set(["cancelled"]));
    expect(trial.clock.nextTimer).toBe(null);
  });
});
