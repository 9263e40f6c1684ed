import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import { currentSpan, getRunContext, parentSpan, stepSpan } from "../context/functions.ts";
import { createEngine } from "../create-engine.ts";
import type { Lambda } from "../plan/definition.ts";

/** What a parameter lambda of "merge" gives, behind a step "fetch" that gives { items: [1, 2] }. */
async function evaluated(lambda: Lambda): Promise<unknown> {
  await using engine = createEngine();
  const fetch = stepOf("fetch", { run: () => ({ items: [1, 2] }) });
  const merge = stepOf("merge", {
    params: [parameterOf("value", lambda)],
    run: ({ value }: { value: unknown }) => value,
  });
  return (await engine.run(workflowOf([fetch, merge], { name: "report" }), { day: "mon" }, { runId: "run-1" })).output;
}

async function messageOf(lambda: Lambda): Promise<string> {
  return evaluated(lambda).then(
    () => "It was evaluated.",
    (error) => error.errors[0].message,
  );
}

describe("the run context in a lambda", () => {
  it("gives the input and spans", async () => {
    const value = await evaluated(
      lambdaOf(() => {
        const { runId, workflow, input, getData } = getRunContext();
        const data = [getData("..input.day"), getData(".input"), getData(".custom"), getData("fetch.output.items.1")];
        return { runId, workflow, input, data };
      }, "fetch"),
    );
    const data = ["mon", undefined, undefined, 2];
    expect(value).toEqual({ runId: "run-1", workflow: "report", input: { day: "mon" }, data });
  });

  it("makes reads of its reads: a step that nobody foretold is waited for", async () => {
    expect(await evaluated(lambdaOf(() => getRunContext().getData("fetch.output.items")))).toEqual([1, 2]);
    expect(await evaluated(lambdaOf(() => (stepSpan("fetch").output as { items: unknown }).items))).toEqual([1, 2]);
  });

  it("has the step's own span, and above it that of the run", async () => {
    const value = await evaluated(lambdaOf(() => [currentSpan().name, currentSpan().status, parentSpan().name]));
    expect(value).toEqual(["merge", "waiting", "report"]);
  });

  it("sets nothing", async () => {
    expect(await messageOf(lambdaOf(() => getRunContext().setData(".status", 1)))).toBe(
      'Step "merge" failed before its first attempt: setData(".status") was called in a lambda. Lambdas only read: call it in the run function of a step.',
    );
  });

  it("is that of the run in the returns lambda, which has nothing above it", async () => {
    await using engine = createEngine();
    const steps = [stepOf("fetch")];
    const returns = lambdaOf(() => [getRunContext().getData(".input.day"), currentSpan().path, getRunContext().getData("fetch.output")]); // biome-ignore format: one line
    expect((await engine.run(workflowOf(steps, { returns }), { day: "mon" })).output).toEqual(["mon", "", "fetch"]);
    const above = lambdaOf(() => getRunContext().getData("..input"));
    await expect(engine.run(workflowOf(steps, { returns: above }))).rejects.toMatchObject({
      errors: [
        { message: expect.stringContaining('The key "..input" asks for a span 1 level up, but there is none.') },
      ],
    });
  });
});
