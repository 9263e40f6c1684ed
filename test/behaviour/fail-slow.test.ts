import type { StepError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

const failSlow = { failFast: false };

describe("failFast: false", () => {
  it("runs everything that does not depend on the failure", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf(
        [
          stepOf("work", { run: steps.held("work") }),
          stepOf("below", { dependsOn: ["work"] }),
          stepOf("other", { run: steps.held("other") }),
          stepOf("afterOther", { dependsOn: ["other"], run: steps.held("afterOther") }),
        ],
        failSlow,
      ),
    );
    await steps.fail("work");
    expect(steps.context("other").signal.aborted).toBe(false);
    await steps.succeed("other");
    await steps.succeed("afterOther");
    const run = await trial.end();
    expect(run.status).toBe("failed");
    expect(run.span("below").skipped).toEqual({ kind: "upstream", step: "work" });
    expect(run.span("afterOther").status).toBe("succeeded");
  });

  it("retries what is not the failure", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf(
        [
          stepOf("work", { run: steps.held("work") }),
          stepOf("shaky", { retry: { attempts: 2, delayMs: 10 }, run: steps.held("shaky") }),
        ],
        failSlow,
      ),
    );
    await steps.fail("shaky");
    await steps.fail("work");
    await trial.advance(10);
    await steps.succeed("shaky");
    expect((await trial.end()).span("shaky").status).toBe("succeeded");
  });

  it("fails the run at its end, with all errors in the order of time", async () => {
    const steps = createHeldSteps();
    const names = ["first", "second", "third"];
    const trial = await begin(
      workflowOf(
        names.map((name) => stepOf(name, { run: steps.held(name) })),
        failSlow,
      ),
    );
    await steps.fail("third");
    await steps.fail("first");
    expect((await trial.now()).status).toBe("running");
    await steps.succeed("second");
    const error = await trial.error();
    expect(error.errors.map((each) => (each as StepError).step)).toEqual(["third", "first"]);
    expect(error.cause).toBe(error.errors[0]);
  });
});
