import { type AnyWorkflow, workflow } from "@stepspan/dsl";
import { createEngine, type Run } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { failureOf } from "../misbehaviour/run-failure.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { turn } from "../support/turn.ts";
import { chain, fanInByHelper, fanInByNames, fanOut, layers } from "./shapes.ts";

const engine = createEngine();

function statuses({ spans }: Run): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of spans) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const sumTo = (count: number) => (count * (count - 1)) / 2;

describe("a large workflow builds and runs", { timeout: 120_000 }, () => {
  it("as a graph of 20,000 steps in layers", async () => {
    const run = await engine.run(layers(20_000));
    expect(statuses(run)).toEqual({ succeeded: 20_000 });
    expect(run.output).toBe(expectedLast(200));
  });

  it("as a chain of 10,000", async () => {
    const run = await engine.run(chain(10_000));
    expect(run.output).toBe(10_000);
    expect(run.spans[9999]?.name).toBe("link9999");
  });

  it("as a fan-out of 10,000", async () => {
    const run = await engine.run(fanOut(10_000));
    expect(statuses(run)).toEqual({ succeeded: 10_000 });
    expect(run.spans.every(({ output }) => output === 1)).toBe(true);
  });

  it("as 10,000 independent steps, all at once", async () => {
    const wide = createEngine({ concurrency: Infinity });
    let made: AnyWorkflow = workflow("wide");
    let open = 0;
    let most = 0;
    for (let index = 0; index < 10_000; index++) {
      made = made.step(`step${index}`, {
        run: async () => {
          most = Math.max(most, ++open);
          await turn();
          open--;
        },
      });
    }
    expect(statuses(await wide.run(made))).toEqual({ succeeded: 10_000 });
    expect(most).toBe(10_000);
  });

  it("by critical path: as layers, and as 10,000 steps whose ways get longer and longer", async () => {
    await using scheduled = createEngine({ schedule: "critical-path" });
    expect((await scheduled.run(layers(20_000))).output).toBe(expectedLast(200));
    let made: AnyWorkflow = workflow("rising");
    for (let index = 0; index < 10_000; index++)
      made = made.step(`step${index}`, { run: () => 1, estimate: index + 1 });
    const { spans } = await scheduled.run(made);
    expect(spans.map(({ name }) => name)).toEqual(Array.from({ length: 10_000 }, (_, index) => `step${9999 - index}`));
  });

  it("with its graph, its spans and its edges to look at", async () => {
    const made = layers(20_000);
    expect([made.graph.order, made.graph.size]).toEqual([20_000, 19_900 * 3]);
    const run = await engine.run(made);
    expect(run.span("cell19999").dependencies).toHaveLength(3);
  });
});

describe("the critical path of a large run", { timeout: 120_000 }, () => {
  it("of a chain of 10,000 has each step of it, in order", async () => {
    const { criticalPath } = await engine.run(chain(10_000));
    const paths = new Set(criticalPath.map(({ path }) => path));
    expect([...paths].slice(0, 10_000)).toEqual(Array.from({ length: 10_000 }, (_, index) => `link${index}`));
  });

  it.each([
    ["a fan-out", fanOut],
    ["layers", layers],
  ])("of %s of 20,000 covers it without gaps", async (_name, shape) => {
    const run = await engine.run(shape(20_000));
    const { criticalPath, startedAt, finishedAt } = run;
    const gap = criticalPath.find((link, at) => link.startedAt !== (criticalPath[at - 1]?.finishedAt ?? startedAt));
    expect(gap).toBe(undefined);
    expect(criticalPath.at(-1)?.finishedAt).toBe(finishedAt);
  });
});

describe("a fan-in of 5,000", { timeout: 120_000 }, () => {
  it("by a closure's list of names waits once, and its lambda is called once when written and once when run", async () => {
    const counted = { evaluations: 0 };
    const made = fanInByNames(5001, counted);
    expect(counted.evaluations).toBe(1);
    const run = await engine.run(made);
    expect(run.output).toBe(sumTo(5000));
    expect(counted.evaluations).toBe(2);
    expect(run.span("sum").dependencies).toHaveLength(5000);
  });

  it("through a function that takes the scope calls its lambda at most four times", async () => {
    const counted = { evaluations: 0 };
    const made = fanInByHelper(5001, counted);
    const run = await engine.run(made);
    expect(run.output).toBe(sumTo(5000));
    expect(counted.evaluations).toBeLessThanOrEqual(4);
  });

  it("through a function calls its lambda no more often if the parts settle one by one, last ones first", async () => {
    const steps = createHeldSteps();
    const names = Array.from({ length: 200 }, (_, index) => `part${index}`);
    let evaluations = 0;
    let made: AnyWorkflow = workflow("one by one");
    for (const name of names) made = made.step(name, { run: steps.held<number>(name) });
    const partsOf = (scope: { readonly stepSpan: (name: string) => { readonly output: unknown } }) => {
      evaluations++;
      return names.map((name) => scope.stepSpan(name).output);
    };
    made = made.step("sum", {
      params: { parts: (scope) => partsOf(scope) },
      run: ({ parts }: { parts: unknown[] }) => parts.length,
    });
    const result = createEngine({ concurrency: Infinity }).run(made);
    await turn();
    expect(steps.open).toHaveLength(200);
    for (const name of [...names].reverse()) await steps.succeed(name, 1);
    expect((await result).output).toBe(200);
    expect(evaluations).toBeLessThanOrEqual(4);
  });

  it("by dependsOn has the right order", async () => {
    let made: AnyWorkflow = workflow("order");
    const names = Array.from({ length: 5000 }, (_, index) => `part${index}`);
    for (const name of names) made = made.step(name, { run: () => name });
    made = made.step("last", { dependsOn: names, run: () => "last" });
    const run = await engine.run(made);
    expect(run.spans.at(-1)?.name).toBe("last");
  });
});

describe("skips and cancels in great numbers", { timeout: 120_000 }, () => {
  const broken = () => {
    throw new Error("broken");
  };

  it.each([[true], [false]])("pass down a chain of 10,000 steps after a failure (failFast: %s)", async (failFast) => {
    let made: AnyWorkflow = workflow("skips", { failFast });
    made = made.step("link0", { run: broken });
    for (let index = 1; index < 10_000; index++) {
      const before = `link${index - 1}`;
      made = made.step(`link${index}`, {
        params: { before: ({ stepSpan }) => stepSpan(before).output },
        run: ({ before: given }: { before: unknown }) => given,
      });
    }
    const { run, errors } = await failureOf(engine.run(made));
    expect(statuses(run)).toEqual({ failed: 1, skipped: 9999 });
    expect(run.span("link9999").skipped).toEqual({ kind: "upstream", step: "link0" });
    expect(errors).toHaveLength(1);
  });

  it("pass down a chain of 5,000 steps by dependsOn after a failure", async () => {
    let made: AnyWorkflow = workflow("skips", { failFast: false });
    made = made.step("link0", { run: broken });
    for (let index = 1; index < 5000; index++)
      made = made.step(`link${index}`, { dependsOn: [`link${index - 1}`], run: broken });
    const { run } = await failureOf(engine.run(made));
    expect(statuses(run)).toEqual({ failed: 1, skipped: 4999 });
    expect(run.span("link4999").skipped).toEqual({ kind: "upstream", step: "link0" });
  });

  it("pass down a chain of 10,000 steps by skipWith after a guard that is false", async () => {
    let made: AnyWorkflow = workflow("skips");
    made = made.step("link0", { when: () => false, run: broken });
    for (let index = 1; index < 10_000; index++)
      made = made.step(`link${index}`, { skipWith: [`link${index - 1}`], run: broken });
    const run = await engine.run(made);
    expect(statuses(run)).toEqual({ skipped: 10_000 });
    expect(run.span("link9999").skipped).toEqual({ kind: "skipWith", step: "link9998" });
  });

  it("reach 10,000 steps that are open, queued or waiting when a run is cancelled", async () => {
    const wide = createEngine({ concurrency: 5000 });
    let made: AnyWorkflow = workflow("wide");
    for (let index = 0; index < 10_000; index++) {
      made = made.step(`step${index}`, {
        run: (_params, { signal }) =>
          new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      });
    }
    for (let index = 0; index < 10_000; index++)
      made = made.step(`after${index}`, { dependsOn: [`step${index}`], run: broken });
    const handle = wide.start(made);
    await turn();
    handle.cancel();
    const { run } = await failureOf(handle.result);
    expect(statuses(run)).toEqual({ cancelled: 20_000 });
    expect(run.spans.filter(({ attempts }) => attempts.length > 0)).toHaveLength(5000);
  });

  it("reach 10,000 open steps when one fails", async () => {
    const wide = createEngine({ concurrency: Infinity });
    let made: AnyWorkflow = workflow("wide");
    for (let index = 0; index < 10_000; index++) {
      made = made.step(`step${index}`, {
        run: (_params, { signal }) =>
          new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      });
    }
    made = made.step("fail", { run: broken });
    const { run, errors } = await failureOf(wide.run(made));
    expect(statuses(run)).toEqual({ cancelled: 10_000, failed: 1 });
    expect(errors).toHaveLength(1);
  });

  it("leave the errors of 10,000 failures in order of time, and one message that can be read", async () => {
    let made: AnyWorkflow = workflow("wide", { failFast: false });
    for (let index = 0; index < 10_000; index++) made = made.step(`step${index}`, { run: broken });
    const { errors, message } = await failureOf(engine.run(made));
    expect(errors).toHaveLength(10_000);
    expect(errors.map(({ message: said }) => said).slice(0, 2)).toEqual([
      'Step "step0" failed on attempt 1: Error: broken.',
      'Step "step1" failed on attempt 1: Error: broken.',
    ]);
    expect(message).toMatch(/Step "step0" failed on attempt 1: Error: broken\. \(and 9999 more; see \.errors\)$/);
  });
});

/** The last cell of so many layers, by the rule of `layers`, computed on its own. */
function expectedLast(rows: number): number {
  let row: number[] = new Array(100).fill(1);
  for (let layer = 1; layer < rows; layer++) {
    row = row.map((_, index) => [0, 1, 2].reduce((total, offset) => total + row[(index + offset) % 100]!, 0) % 1000);
  }
  return row[99]!;
}
