import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { StalledRunError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

/** What Node does when its event loop has run empty: nothing is left that could settle anything. */
async function runOutOfWork(): Promise<void> {
  process.emit("beforeExit", 0);
  await turn();
}

const read = (step: string) =>
  parameterOf(
    step,
    lambdaOf(({ stepSpan }) => stepSpan(step).output, step),
  );

describe("a run in which nothing can make progress", () => {
  it("fails with an error that names the steps and what each waits for", async () => {
    const trial = await begin(
      workflowOf([
        stepOf("left", { run: () => new Promise(() => undefined) }),
        stepOf("right", { run: () => new Promise(() => undefined) }),
        stepOf("both", { params: [read("left"), read("right")] }),
        stepOf("last", { dependsOn: ["both"] }),
        stepOf("suspended", {
          params: [
            parameterOf(
              "value",
              lambdaOf(({ stepSpan }) => stepSpan("left").output, { step: "left", certainty: "conditional" }),
            ),
          ],
        }),
      ]),
    );
    await runOutOfWork();
    const error = await trial.error();
    const cause = error.cause as StalledRunError;
    expect(cause.code).toBe("STALLED");
    expect(cause.steps).toMatchObject([
      { step: "left", waitsFor: [] },
      { step: "right", waitsFor: [] },
      { step: "both", waitsFor: ["left", "right"] },
      { step: "last", waitsFor: ["both"] },
      { step: "suspended", waitsFor: ["left"] },
    ]);
    expect(cause.message).toBe(
      'The run of workflow "test" stalled: "left" has begun and nothing is left in this process that could settle it; "right" has begun and nothing is left in this process that could settle it; "both" waits for "left", "right"; "last" waits for "both"; "suspended" waits for "left". Settle the promise that a step waits for, or give the step a timeout.',
    );
    expect(error.run.status).toBe("failed");
    expect(error.run.output).toBe(null);
    for (const span of error.run.spans) expect(span.cancelled).toEqual({ kind: "stalled" });
  });

  it("still lets its always steps have their turn", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("stuck", { run: () => new Promise(() => undefined) }),
        stepOf("finally", { always: true, dependsOn: ["stuck"], run: steps.held("finally") }),
      ]),
    );
    await runOutOfWork();
    expect(steps.open).toEqual(["finally"]);
    await steps.succeed("finally");
    expect((await trial.end()).span("finally").status).toBe("succeeded");
  });

  it("ends even if its always steps are stuck too", async () => {
    const trial = await begin(
      workflowOf([
        stepOf("stuck", { run: () => new Promise(() => undefined) }),
        stepOf("finally", { always: true, dependsOn: ["stuck"], run: () => new Promise(() => undefined) }),
      ]),
    );
    await runOutOfWork();
    await runOutOfWork();
    const run = await trial.end();
    expect(run.errors.map(({ name }) => name)).toEqual(["StalledRunError", "StalledRunError"]);
    expect(run.span("finally").cancelled).toEqual({ kind: "stalled" });
  });

  it("ignores what its abandoned attempts do later", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflowOf([stepOf("stuck", { run: steps.held("stuck") })]));
    await runOutOfWork();
    const run = await trial.end();
    await steps.succeed("stuck", "too late");
    expect(run.span("stuck").status).toBe("cancelled");
  });

  it("as the last live thing in the process ends it with the error, not with silence", async () => {
    const program = `
      import { createEngine, createPlan } from "@stepspan/engine";
      const step = { name: "stuck", params: [], when: null, dependsOn: [], skipWith: [], always: false, continueOnError: false,
        retry: { attempts: 1 }, timeoutMs: null, queue: null, pool: null, priority: 0, estimateMs: null, input: null, output: null, keepInState: [], cache: null,
        form: { kind: "single", body: { kind: "function", run: () => new Promise(() => {}), collect: null } } };
      const plan = createPlan({ name: "test", version: null, input: null, output: null, timeoutMs: null, failFast: true, state: null, flowState: null, unhandledEvents: "report", resources: {},
        steps: [step], returns: null, warnings: [] });
      try {
        await createEngine().run({ name: "test", plan });
      } catch (error) {
        console.log(error.cause.name);
      }`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--conditions=@stepspan/source", "--input-type=module", "--eval", program],
      { cwd: join(import.meta.dirname, "../..") },
    );
    expect(stdout.trim()).toBe("StalledRunError");
  });
});
