import { CancelledError, RunError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { createHeldStore } from "../support/held-store.ts";
import { begin, ended } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

describe("a cancel", () => {
  it("cancels every step that has not started, whether it waits, is queued or is in its backoff", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("shaky", { retry: { attempts: 3, delayMs: 1000 }, run: steps.held("shaky") }),
        stepOf("work", { run: steps.held("work") }),
        stepOf("queued", { run: steps.held("queued") }),
        stepOf("below", { dependsOn: ["work"] }),
      ]),
      { engine: { concurrency: 1 } },
    );
    await steps.fail("shaky");
    await trial.cancel("enough");
    const run = await trial.now();
    for (const name of ["shaky", "queued", "below"]) {
      expect(run.span(name).cancelled).toEqual({ kind: "cancel", reason: "enough" });
    }
    expect(run.span("work").status).toBe("running");
    expect(trial.clock.nextTimer).toBe(5000);
    await steps.fail("work");
    await trial.end();
    expect(steps.calls("queued")).toEqual([]);
    expect(trial.clock.nextTimer).toBe(null);
  });

  it("aborts the signals of running attempts with a CancelledError that has the reason", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("work", { run: steps.held("work") })]));
    await trial.cancel("enough");
    const { signal } = steps.context("work");
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toBeInstanceOf(CancelledError);
    expect(signal.reason).toMatchObject({ because: { kind: "cancel", reason: "enough" }, cause: "enough" });
    expect((signal.reason as Error).message).toBe('The run of workflow "test" was cancelled: "enough".');
  });

  it("records an aborted attempt that succeeds as succeeded, and starts nothing behind it", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("work", { run: steps.held("work") }), stepOf("below", { dependsOn: ["work"] })]),
    );
    await trial.cancel();
    await steps.succeed("work", "done after all");
    const run = await trial.end();
    expect(run.span("work").output).toBe("done after all");
    expect(run.span("below").status).toBe("cancelled");
    expect(run.status).toBe("cancelled");
  });

  it("records an aborted attempt that throws as cancelled, whatever it throws, and does not retry it", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("work", { retry: { attempts: 3 }, run: steps.held("work") })]));
    await trial.cancel("enough");
    await steps.fail("work", null);
    const run = await trial.end();
    expect(run.span("work").cancelled).toEqual({ kind: "cancel", reason: "enough" });
    expect(run.span("work").error?.cause).toBe(null);
    expect(run.span("work").attempts).toHaveLength(1);
    expect(run.errors).toHaveLength(1);
  });

  it("rejects the result with a RunError whose cause has the reason", async () => {
    const trial = await begin(workflowOf([stepOf("work", { run: createHeldSteps().held("work") })]));
    await trial.cancel(new Error("the user left"));
    await trial.advance(5000);
    const error = await trial.error();
    expect(error).toBeInstanceOf(RunError);
    expect(error.message).toBe(
      `Run ${trial.handle.runId} of workflow "test" was cancelled: The run of workflow "test" was cancelled: Error: the user left.`,
    );
    expect(error.cause).toBeInstanceOf(CancelledError);
    expect((error.cause as CancelledError).cause).toEqual(new Error("the user left"));
    expect(error.run.status).toBe("cancelled");
    expect(error.run.output).toBe(null);
  });

  it("can come from an AbortSignal in the options of the run", async () => {
    const controller = new AbortController();
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("work", { run: steps.held("work") })]), {
      run: { signal: controller.signal },
    });
    controller.abort("the page was closed");
    await turn();
    expect(steps.context("work").signal.aborted).toBe(true);
    await steps.fail("work");
    expect((await trial.end()).span("work").cancelled).toEqual({ kind: "cancel", reason: "the page was closed" });
  });

  it("may have come before the run began: nothing is called then", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("work", { run: steps.held("work") })]), {
      run: { signal: AbortSignal.abort("too late") },
    });
    const run = await trial.end();
    expect(run.status).toBe("cancelled");
    expect(run.span("work").cancelled).toEqual({ kind: "cancel", reason: "too late" });
    expect(steps.calls("work")).toEqual([]);
  });

  it("by the handle, in the turn in which the run was started, calls nothing either", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("work", { run: steps.held("work") })]));
    const second = trial.engine.start(workflowOf([stepOf("work", { run: steps.held("work") })]));
    second.cancel();
    await expect(second.result).rejects.toThrow("was cancelled");
    expect(steps.calls("work")).toHaveLength(1);
  });

  it("settles the run once its aborted attempts have ended", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("left", { run: steps.held("left") }), stepOf("right", { run: steps.held("right") })]),
    );
    await trial.cancel();
    await steps.fail("left");
    expect((await trial.now()).status).toBe("running");
    await steps.succeed("right");
    expect((await trial.now()).status).toBe("cancelled");
  });

  it("does nothing once the run is over", async () => {
    const trial = await begin(workflowOf([stepOf("work")]));
    const run = await trial.end();
    const before = trial.events.length;
    await trial.cancel();
    expect(trial.events).toHaveLength(before);
    expect(run.status).toBe("succeeded");
  });

  it("leaves the outputs of steps that had succeeded as they are", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("done"), stepOf("work", { run: steps.held("work") })]));
    await trial.cancel();
    await steps.fail("work");
    expect((await trial.end()).span("done").output).toBe("done");
  });

  it("counts once if two come before anything has happened", async () => {
    const trial = await begin(workflowOf([stepOf("first")]));
    const handle = trial.engine.start(workflowOf([stepOf("work")]));
    handle.cancel("enough");
    handle.cancel("once more");
    const run = await ended(handle.result);
    expect(run.status).toBe("cancelled");
    expect(run.errors).toHaveLength(1);
    expect(run.span("work").cancelled).toEqual({ kind: "cancel", reason: "enough" });
  });

  it("that comes together with the last failure, and after it, changes nothing", async () => {
    const steps = createHeldSteps();
    const store = createHeldStore();
    const trial = await begin(workflowOf([stepOf("work", { run: steps.held("work") })], { failFast: false }), {
      engine: { store },
    });
    await store.takeAll();
    steps.context("work").log.info("the store is busy now");
    await turn();
    await steps.fail("work");
    await trial.cancel();
    await store.takeAll();
    const run = await trial.end();
    expect(run.status).toBe("failed");
    expect(run.errors.map(({ name }) => name)).toEqual(["StepError"]);
  });

  it("is heard by a run that can be seen open, though its last attempts have just ended", async () => {
    const ends = ["first", "second"].map((name) => ({ name, ...Promise.withResolvers<string>() }));
    const failing = () => {
      throw new Error("boom");
    };
    const open = ends.map(({ name, promise }) => stepOf(name, { run: () => promise }));
    const trial = await begin(workflowOf([...open, stepOf("fails", { run: failing })]));
    for (const { name, resolve } of ends) resolve(name);
    await undefined; // both ends have come to the run, and are not events yet
    const types = () => trial.events.map(({ type }) => type);
    expect(types().at(-1)).not.toBe("run-finished");
    trial.handle.cancel("enough");
    await trial.end();
    expect(types().filter((type) => type === "cancel-requested")).toHaveLength(1);
  });

  it("after a failure changes nothing: the run has failed", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("work", { run: steps.held("work") }), stepOf("running", { run: steps.held("running") })]),
    );
    await steps.fail("work");
    await trial.cancel();
    await steps.fail("running");
    const error = await trial.error();
    expect(error.run.status).toBe("failed");
    expect(error.errors).toHaveLength(1);
    expect(error.run.span("running").cancelled).toEqual({ kind: "failFast", step: "work" });
  });
});
