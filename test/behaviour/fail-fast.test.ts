import type { StepError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

describe("failFast", () => {
  it("is the default: after the first failure nothing starts that had not", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("other", { run: steps.held("other") }),
        stepOf("afterOther", { dependsOn: ["other"] }),
        stepOf("queued", { run: steps.held("queued") }),
      ]),
      { engine: { concurrency: 2 } },
    );
    await steps.fail("work");
    await steps.succeed("other");
    const run = await trial.end();
    expect(run.status).toBe("failed");
    expect(steps.calls("queued")).toEqual([]);
    expect(run.span("other").status).toBe("succeeded");
    expect(run.span("afterOther").cancelled).toEqual({ kind: "failFast", step: "work" });
    expect(run.span("queued").cancelled).toEqual({ kind: "failFast", step: "work" });
  });

  it("settles every step without an open attempt in the turn of the failure", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("below", { dependsOn: ["work"] }),
        stepOf("running", { run: steps.held("running") }),
        stepOf("afterRunning", { dependsOn: ["running"] }),
        stepOf("queued", { run: steps.held("queued") }),
        stepOf("finally", { always: true, dependsOn: ["running"] }),
      ]),
      { engine: { concurrency: 2 } },
    );
    await trial.advance(10);
    const before = trial.events.length;
    await steps.fail("work");
    expect(await trial.statuses()).toEqual({
      work: "failed",
      below: "skipped",
      running: "running",
      afterRunning: "cancelled",
      queued: "cancelled",
      finally: "pending",
    });
    expect(trial.events.slice(before).map(({ type, time }) => [type, time])).toEqual([
      ["step-failed", 10],
      ["step-skipped", 10],
      ["step-cancelled", 10],
      ["step-cancelled", 10],
    ]);
  });

  it("skips what depends on the failure, directly or not, and cancels the rest", async () => {
    const steps = createHeldSteps();
    const reads = (step: string, mode: "plain" | "settled") =>
      parameterOf(
        "value",
        lambdaOf(({ stepSpan }) => stepSpan(step, { settled: true }).status, { step, mode }),
      );
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("other", { run: steps.held("other") }),
        stepOf("reader", { params: [reads("work", "plain")] }),
        stepOf("ordered", { dependsOn: ["reader"] }),
        stepOf("both", { dependsOn: ["other", "ordered"] }),
        stepOf("companion", { skipWith: ["work"] }),
        stepOf("watcher", { params: [reads("work", "settled"), reads("other", "plain")] }),
        stepOf("unrelated", { dependsOn: ["other"] }),
        stepOf("bothWays", {
          when: lambdaOf(({ stepSpan }) => stepSpan("work", { settled: true }).status !== "failed", {
            step: "work",
            mode: "settled",
          }),
          params: [reads("work", "plain")],
        }),
      ]),
    );
    await steps.fail("work");
    await steps.succeed("other");
    const run = await trial.end();
    for (const name of ["reader", "ordered", "both", "companion", "bothWays"]) {
      expect(run.span(name).skipped).toEqual({ kind: "upstream", step: "work" });
    }
    for (const name of ["watcher", "unrelated"]) {
      expect(run.span(name).cancelled).toEqual({ kind: "failFast", step: "work" });
    }
  });

  it("skips a step that is suspended on the failure", async () => {
    const steps = createHeldSteps();
    const found = parameterOf(
      "value",
      lambdaOf(({ stepSpan }) => stepSpan("work").output, { step: "work", certainty: "conditional" }),
    );
    const trial = await begin(
      workflowOf([stepOf("work", { run: steps.held("work") }), stepOf("reader", { params: [found] })]),
    );
    await steps.fail("work");
    expect((await trial.end()).span("reader").skipped).toEqual({ kind: "upstream", step: "work" });
  });

  it("aborts the signals of running attempts, and says why", async () => {
    const steps = createHeldSteps();
    await begin(
      workflowOf([stepOf("work", { run: steps.held("work") }), stepOf("running", { run: steps.held("running") })]),
    );
    const { signal } = steps.context("running");
    expect(signal.aborted).toBe(false);
    await steps.fail("work");
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toMatchObject({ code: "CANCELLED", because: { kind: "failFast", step: "work" } });
    expect((signal.reason as Error).message).toBe('The run of workflow "test" stopped after step "work" failed.');
  });

  it("cancels an aborted attempt that throws, and keeps what it threw", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("work", { run: steps.held("work") }), stepOf("running", { run: steps.held("running") })]),
    );
    await steps.fail("work");
    await steps.fail("running", "was stopped");
    const run = await trial.end();
    const span = run.span("running");
    expect(span.cancelled).toEqual({ kind: "failFast", step: "work" });
    expect(span.error?.cause).toBe("was stopped");
    expect(run.errors).toHaveLength(1);
  });

  it("starts no retry of a step that was still running", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("running", { retry: { attempts: 5, delayMs: 10 }, run: steps.held("running") }),
      ]),
    );
    await steps.fail("work");
    await steps.fail("running");
    await trial.advance(1000);
    const span = (await trial.end()).span("running");
    expect(span.status).toBe("cancelled");
    expect(span.attempts).toHaveLength(1);
  });

  it("cancels a step that waits in its backoff, in the same turn", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("shaky", { retry: { attempts: 5, delayMs: 10 }, run: steps.held("shaky") }),
      ]),
    );
    await steps.fail("shaky");
    await steps.fail("work");
    const run = await trial.end();
    expect(run.span("shaky").cancelled).toEqual({ kind: "failFast", step: "work" });
    expect(run.span("shaky").attempts).toHaveLength(1);
    expect(trial.clock.nextTimer).toBe(null);
  });

  it("is not brought about by a failure that is tolerated", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("shaky", { continueOnError: true, run: steps.held("shaky") }),
        stepOf("running", { run: steps.held("running") }),
        stepOf("afterRunning", { dependsOn: ["running"] }),
      ]),
    );
    await steps.fail("shaky");
    expect(steps.context("running").signal.aborted).toBe(false);
    await steps.succeed("running");
    const run = await trial.end();
    expect(run.status).toBe("succeeded");
    expect(run.errors).toEqual([]);
    expect(run.span("afterRunning").status).toBe("succeeded");
  });

  it("is not brought about by a failed attempt that is retried", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("shaky", { retry: { attempts: 2 }, run: steps.held("shaky") }),
        stepOf("running", { run: steps.held("running") }),
      ]),
    );
    await steps.fail("shaky");
    await trial.advance(0);
    await steps.succeed("shaky");
    await steps.succeed("running");
    expect((await trial.end()).status).toBe("succeeded");
  });

  it("counts the first failure only: an attempt that fails after it is cancelled", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("first", { run: steps.held("first") }), stepOf("second", { run: steps.held("second") })]),
    );
    await steps.fail("second");
    await steps.fail("first");
    const error = await trial.error();
    expect(error.errors.map((each) => (each as StepError).step)).toEqual(["second"]);
    expect(error.run.span("first").status).toBe("cancelled");
  });
});
