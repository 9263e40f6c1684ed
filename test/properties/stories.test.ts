import { createEngine, RunError } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

describe("what random runs once found", () => {
  it("a lambda that catches the read of a lost step does not wait for what it reads after that", async () => {
    const calls = createHeldSteps();
    const swallowing = lambdaOf(
      ({ stepSpan }) => {
        try {
          stepSpan("broken");
        } catch {
          // as if nothing had happened
        }
        return stepSpan("slow").output;
      },
      "broken",
      { step: "slow", certainty: "conditional" },
    );
    const steps = [
      stepOf("broken", { run: calls.held("broken") }),
      stepOf("slow", { run: calls.held("slow") }),
      stepOf("reader", { params: [parameterOf("value", swallowing)] }),
    ];
    const trial = await begin(workflowOf(steps, { failFast: false }));
    await calls.fail("broken");
    expect(calls.open).toEqual(["slow"]);
    const reader = (await trial.now()).span("reader");
    expect(reader.skipped).toEqual({ kind: "upstream", step: "broken" });
    expect(reader.dependencies.filter((dependency) => dependency.read).map(({ step }) => step)).toEqual(["broken"]);
    await calls.succeed("slow");
    await trial.end();
  });

  it("a run that begins and ends in one turn leaves no timer behind", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock });
    const handle = engine.start(workflowOf([stepOf("a")], { timeoutMs: 10 }));
    handle.cancel();
    await expect(handle.result).rejects.toThrow(RunError);
    expect(clock.nextTimer).toBeNull();
  });
});
