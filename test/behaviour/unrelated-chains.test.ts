import { describe, expect, it } from "vitest";
import { lambdaOf, stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

/** Steps `prefix1`, `prefix2`… each of which depends on the one before. */
function chain(prefix: string, durations: readonly number[], run: (name: string, ms: number) => () => Promise<string>) {
  return durations.map((ms, index) =>
    stepOf(`${prefix}${index + 1}`, {
      dependsOn: index === 0 ? [] : [`${prefix}${index}`],
      run: run(`${prefix}${index + 1}`, ms),
    }),
  );
}

describe("two unrelated chains", () => {
  it("never wait for each other: the whole takes as long as the longer one", async () => {
    const left = [10, 500, 20, 300];
    const right = [400, 5, 5, 5, 200, 1, 90];
    const waits: { readonly at: number; readonly end: () => void }[] = [];
    let now = () => 0;
    const lasting = (name: string, ms: number) => () =>
      new Promise<string>((resolve) => waits.push({ at: now() + ms, end: () => resolve(name) }));
    const trial = await begin(workflowOf([...chain("left", left, lasting), ...chain("right", right, lasting)]));
    now = trial.clock.now;
    for (let next = waits[0]; next !== undefined; next = waits[0]) {
      waits.sort((a, b) => a.at - b.at);
      const [first] = waits.splice(0, 1);
      trial.clock.advance((first?.at ?? 0) - trial.clock.now());
      first?.end();
      await turn();
    }
    const run = await trial.end();
    const sum = (numbers: readonly number[]) => numbers.reduce((total, ms) => total + ms, 0);
    expect(run.duration).toBe(Math.max(sum(left), sum(right)));
    let start = 0;
    for (const [index, ms] of left.entries()) {
      expect(run.span(`left${index + 1}`)).toMatchObject({ startedAt: start, finishedAt: start + ms });
      start += ms;
    }
    start = 0;
    for (const [index, ms] of right.entries()) {
      expect(run.span(`right${index + 1}`)).toMatchObject({ startedAt: start, finishedAt: start + ms });
      start += ms;
    }
  });

  it("go on at their own pace: one comes to its end while the first step of the other runs", async () => {
    const steps = createHeldSteps();
    const held = (name: string) => steps.held(name) as () => Promise<string>; // it looks at nothing
    const trial = await begin(workflowOf([...chain("fast", [0, 0, 0], held), ...chain("slow", [0, 0], held)]));
    for (const name of ["fast1", "fast2", "fast3"]) await steps.succeed(name);
    expect(await trial.statuses()).toEqual({
      fast1: "succeeded",
      fast2: "succeeded",
      fast3: "succeeded",
      slow1: "running",
      slow2: "pending",
    });
  });

  it("have guards and parameters that wait only for what they read", async () => {
    const steps = createHeldSteps();
    await begin(
      workflowOf([
        stepOf("slow", { run: steps.held("slow") }),
        stepOf("fast", { run: steps.held("fast") }),
        stepOf("guarded", {
          when: lambdaOf(({ stepSpan }) => stepSpan("fast").output === "fast", "fast"),
          run: steps.held("guarded"),
        }),
      ]),
    );
    await steps.succeed("fast");
    expect(steps.open).toEqual(["slow", "guarded"]);
  });
});
