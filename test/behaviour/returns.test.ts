import { workflow } from "@stepspan/dsl";
import { createEngine } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, ended } from "../support/trial.ts";

describe("what a workflow returns", () => {
  const one = workflow("returns").step("one", { run: () => 1 });

  it("is what its returns lambda gives", async () => {
    const run = await createEngine().run(
      one.step("two", { run: () => 2 }).returns(({ stepSpan, input }) => [stepSpan("one").output, input]),
      "given",
    );
    expect(run.output).toEqual([1, "given"]);
  });

  it("is without one the output of the last written step, whichever ends last", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("returns")
        .step("slow", { run: steps.held("slow") })
        .step("last", { run: steps.held("last") }),
    );
    await steps.succeed("last");
    await steps.succeed("slow");
    expect((await trial.end()).output).toBe("last");
  });

  it("is not the output of an always step", async () => {
    const run = await createEngine().run(one.step("finally", { always: true, dependsOn: ["one"], run: () => "tidy" }));
    expect(run.output).toBe(1);
  });

  it("is null if that step was skipped, or failed tolerated, in a run that succeeded", async () => {
    const skipped = await createEngine().run(one.step("two", { when: () => false, run: () => 2 }));
    expect([skipped.status, skipped.output]).toEqual(["succeeded", null]);
    const tolerated = await createEngine().run(
      one.step("two", {
        continueOnError: true,
        run: (): number => {
          throw new Error("no");
        },
      }),
    );
    expect([tolerated.status, tolerated.output]).toEqual(["succeeded", null]);
  });

  it("is null for a workflow without steps", async () => {
    const run = await createEngine().run(workflow("returns"));
    expect([run.status, run.output, run.spans]).toEqual(["succeeded", null, []]);
  });

  it("is recorded as a copy", async () => {
    const own = { list: [1] };
    const run = await createEngine().run(one.returns(() => own));
    own.list.push(2);
    expect(run.output).toEqual({ list: [1] });
  });

  it("must be something that can be kept", async () => {
    const run = await ended(createEngine().run(one.returns(() => ({ call: () => 1 }))));
    expect(run.status).toBe("failed");
    expect(run.errors[0]?.message).toBe(
      'The output of workflow "returns" cannot be recorded: .call is a function. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    );
  });
});
