import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

const failSlow = { failFast: false };

function fails(): never {
  throw new Error("it is broken");
}

describe("the rules by which a step is settled", () => {
  it("come into play once its up-front dependencies have settled, not before", async () => {
    const steps = createHeldSteps();
    const evaluated: string[] = [];
    const sum = lambdaOf(
      ({ stepSpan }) => {
        evaluated.push("sum");
        return `${stepSpan("a").output} ${stepSpan("b").output}`;
      },
      "a",
      "b",
    );
    const trial = await begin(
      workflowOf([
        stepOf("a", { run: steps.held("a") }),
        stepOf("b", { run: steps.held("b") }),
        stepOf("c", { params: [parameterOf("sum", sum)], run: steps.held("c") }),
      ]),
    );
    await steps.succeed("b");
    expect(evaluated).toEqual([]);
    expect((await trial.statuses()).c).toBe("pending");
    await steps.succeed("a");
    expect(evaluated).toEqual(["sum"]);
    expect(steps.calls("c")[0]?.params).toEqual({ sum: "a b" });
  });

  it("put a lost dependency before a skipWith step, the guard and the parameters", async () => {
    const evaluated: string[] = [];
    const note = (name: string) => lambdaOf(() => evaluated.push(name));
    const trial = await begin(
      workflowOf(
        [
          stepOf("broken", { run: fails }),
          stepOf("unwanted", { when: lambdaOf(() => false) }),
          stepOf("late", {
            skipWith: ["unwanted"],
            dependsOn: ["broken"],
            when: note("guard"),
            params: [parameterOf("value", note("parameter"))],
          }),
        ],
        failSlow,
      ),
    );
    const run = await trial.end();
    expect(run.span("late").skipped).toEqual({ kind: "upstream", step: "broken" });
    expect(evaluated).toEqual([]);
  });

  it("put a lost skipWith step before a skipped one, whatever the order in which they are listed", async () => {
    const trial = await begin(
      workflowOf(
        [
          stepOf("unwanted", { when: lambdaOf(() => false) }),
          stepOf("broken", { run: fails }),
          stepOf("late", { skipWith: ["unwanted", "broken"] }),
        ],
        failSlow,
      ),
    );
    expect((await trial.end()).span("late").skipped).toEqual({ kind: "upstream", step: "broken" });
  });

  it("put a skipped skipWith step before the guard and the parameters", async () => {
    const evaluated: string[] = [];
    const note = (name: string) => lambdaOf(() => evaluated.push(name));
    const trial = await begin(
      workflowOf([
        stepOf("unwanted", { when: lambdaOf(() => false) }),
        stepOf("late", {
          skipWith: ["unwanted"],
          when: note("guard"),
          params: [parameterOf("value", note("parameter"))],
        }),
      ]),
    );
    expect((await trial.end()).span("late").skipped).toEqual({ kind: "skipWith", step: "unwanted" });
    expect(evaluated).toEqual([]);
  });

  it("put the guard before the parameters, and those in the order written", async () => {
    const evaluated: string[] = [];
    const note = (name: string, value: unknown) =>
      lambdaOf(() => {
        evaluated.push(name);
        return value;
      });
    const trial = await begin(
      workflowOf([
        stepOf("only", {
          params: [parameterOf("second", note("second", 2)), parameterOf("first", note("first", 1))],
          when: note("guard", true),
        }),
      ]),
    );
    await trial.end();
    expect(evaluated).toEqual(["guard", "second", "first"]);
  });

  it("evaluate no parameter once the guard is false", async () => {
    const trial = await begin(
      workflowOf([stepOf("only", { when: lambdaOf(() => false), params: [parameterOf("value", lambdaOf(fails))] })]),
    );
    expect((await trial.end()).span("only").skipped).toEqual({ kind: "guard" });
  });

  it("fail a step whose lambda throws, and evaluate no further lambda of it", async () => {
    const evaluated: string[] = [];
    const trial = await begin(
      workflowOf([
        stepOf("only", {
          params: [
            parameterOf("first", lambdaOf(fails)),
            parameterOf(
              "second",
              lambdaOf(() => evaluated.push("second")),
            ),
          ],
        }),
      ]),
    );
    const span = (await trial.end()).span("only");
    expect(span.status).toBe("failed");
    expect(span.error?.message).toBe('Step "only" failed before its first attempt: Error: it is broken.');
    expect(span.attempts).toEqual([]);
    expect(evaluated).toEqual([]);
  });

  it("skip a step that reads a lost one before it throws, and fail one that throws before it reads it", async () => {
    const lost = parameterOf(
      "lost",
      lambdaOf(({ stepSpan }) => stepSpan("broken").output, "broken"),
    );
    const thrower = parameterOf("thrower", lambdaOf(fails));
    const trial = await begin(
      workflowOf(
        [
          stepOf("broken", { run: fails }),
          stepOf("readsFirst", { params: [lost, thrower] }),
          stepOf("throwsFirst", { params: [thrower, lost] }),
        ],
        failSlow,
      ),
    );
    const run = await trial.end();
    expect(run.span("readsFirst").skipped).toEqual({ kind: "upstream", step: "broken" });
    expect(run.span("throwsFirst").status).toBe("failed");
  });

  it("wait for a suspended parameter before a later one counts that throws or reads a lost step", async () => {
    const steps = createHeldSteps();
    const slow = parameterOf(
      "slow",
      lambdaOf(({ stepSpan }) => stepSpan("slow").output, { step: "slow", certainty: "conditional" }),
    );
    const lost = parameterOf(
      "lost",
      lambdaOf(({ stepSpan }) => stepSpan("broken").output, "broken"),
    );
    const trial = await begin(
      workflowOf(
        [
          stepOf("broken", { run: fails }),
          stepOf("slow", { run: steps.held("slow") }),
          stepOf("throwsLater", { params: [slow, parameterOf("thrower", lambdaOf(fails))] }),
          stepOf("readsLater", { params: [slow, lost] }),
        ],
        failSlow,
      ),
    );
    expect(await trial.statuses()).toMatchObject({ throwsLater: "waiting", readsLater: "waiting" });
    await steps.fail("slow");
    const run = await trial.end();
    expect(run.span("throwsLater").skipped).toEqual({ kind: "upstream", step: "slow" });
    expect(run.span("readsLater").skipped).toEqual({ kind: "upstream", step: "slow" });
  });

  it("look at a lost step only if it is read: the guard comes first and may say no", async () => {
    const lost = parameterOf(
      "lost",
      lambdaOf(({ stepSpan }) => stepSpan("broken").output, "broken"),
    );
    const trial = await begin(
      workflowOf(
        [stepOf("broken", { run: fails }), stepOf("late", { when: lambdaOf(() => false), params: [lost] })],
        failSlow,
      ),
    );
    expect((await trial.end()).span("late").skipped).toEqual({ kind: "guard" });
  });

  it("give the same result for an edge of every certainty", async () => {
    for (const certainty of ["required", "conditional", "dynamic"] as const) {
      const read = lambdaOf(({ stepSpan }) => stepSpan("broken").output, { step: "broken", certainty });
      const trial = await begin(
        workflowOf(
          [
            stepOf("broken", { run: fails }),
            stepOf("guarded", { when: read }),
            stepOf("reading", { params: [parameterOf("value", read)] }),
          ],
          failSlow,
        ),
      );
      const run = await trial.end();
      expect(run.span("guarded").skipped).toEqual({ kind: "upstream", step: "broken" });
      expect(run.span("reading").skipped).toEqual({ kind: "upstream", step: "broken" });
    }
  });
});
