import { followEvents, type Waterfall, waterfallOf } from "@stepspan/engine/reading";
import { defineEvent, type StepContext, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, send } from "../support/replayed-trial.ts";
import { turn } from "../support/turn.ts";

const answer = defineEvent("answer");

/** Each row in a line: its path, and its segments with their times and attempts. */
function linesOf({ rows }: Waterfall): readonly string[] {
  return rows.map(({ path, depth, segments }) => {
    const parts = segments.map(({ kind, startedAt, finishedAt, attempt, isFailure }) => {
      const number = attempt === null ? "" : ` ${attempt}`;
      return `${kind}${number}${isFailure ? "!" : ""} ${startedAt}-${finishedAt}`;
    });
    return `${"  ".repeat(depth)}${path}: ${parts.join(", ")}`;
  });
}

describe("the waterfall of a run", () => {
  it("tells apart what a step waited for, and shows each of its attempts", async () => {
    const steps = createHeldSteps();
    const flaky = workflow("flaky")
      .step("shaky", { priority: 1, retry: { attempts: 3, delay: 100 }, run: steps.held("shaky") })
      .step("long", { run: steps.held("long") })
      .step("last", { dependsOn: ["shaky"], run: steps.held("last") });
    const trial = await begin(flaky, { engine: { concurrency: 1 } });
    await trial.advance(10);
    await steps.fail("shaky");
    await trial.advance(100);
    await trial.advance(30);
    await steps.succeed("long");
    await trial.advance(5);
    await steps.fail("shaky");
    await trial.advance(100);
    await trial.advance(7);
    await steps.succeed("shaky");
    await trial.advance(3);
    await steps.succeed("last");
    const run = await trial.end();
    expect(linesOf(waterfallOf(run))).toEqual([
      "shaky: running 1! 0-10, retry 10-110, slot 110-140, running 2! 140-145, retry 145-245, running 3 245-252",
      "long: slot 0-10, running 1 10-140",
      "last: dependencies 0-252, running 1 252-255",
    ]);
  });

  it("shows waits of steps and of bodies, with the slots that these need to go on", async () => {
    const steps = createHeldSteps();
    const asking = workflow("asking")
      .step("ask", {
        run: async (params: object, context: StepContext) => {
          await context.waitFor(answer);
          return steps.held("ask")(params, context);
        },
      })
      .step("busy", { run: steps.held("busy") })
      .sleep("nap", 60);
    const trial = await begin(asking, { engine: { concurrency: 1 } });
    await trial.advance(20);
    await send(trial, answer, undefined);
    await trial.advance(30);
    await steps.succeed("busy");
    await trial.advance(10);
    await steps.succeed("ask");
    const run = await trial.end();
    expect(linesOf(waterfallOf(run))).toEqual([
      "ask: suspended 0-20, slot 20-50, running 1 50-60",
      "busy: running 1 0-50",
      "nap: suspended 0-60",
    ]);
  });

  it("goes up to the last event of a run that is open, and is the same for one who has the events alone", async () => {
    const steps = createHeldSteps();
    const open = workflow("open")
      .step("first", { run: steps.held("first") })
      .step("second", { run: steps.held("second") })
      .step("third", { dependsOn: ["second"], run: steps.held("third") });
    const trial = await begin(open);
    await trial.advance(15);
    await steps.succeed("first");
    const expected = ["first: running 1 0-15", "second: running 1 0-15", "third: dependencies 0-15"];
    expect(linesOf(waterfallOf(await trial.now()))).toEqual(expected);
    expect(waterfallOf(followEvents(trial.events).run)).toEqual(waterfallOf(await trial.now()));
  });

  it("has items and the steps of sub-workflows below what holds them, in the order of their starts", async () => {
    const steps = createHeldSteps();
    const child = workflow("child").step("inner", { run: steps.held("inner") });
    const outer = workflow("outer")
      .step("late", { dependsOn: [], run: () => 1, when: () => false })
      .subflow("nested", { workflow: child })
      .map("each", { over: () => [1, 2], concurrency: 1, run: steps.held("each") });
    const trial = await begin(outer);
    await trial.advance(4);
    await steps.succeed("each");
    await trial.advance(6);
    await steps.succeed("inner");
    await steps.succeed("each");
    const run = await trial.end();
    expect(linesOf(waterfallOf(run))).toEqual([
      "late: ",
      "nested: holding 0-10",
      "  nested/inner: running 1 0-10",
      "each: holding 0-10",
      "  each[0]: running 1 0-4",
      "  each[1]: dependencies 0-4, running 1 4-10",
    ]);
    expect(waterfallOf(run).rows.map(({ status }) => status)[0]).toBe("skipped");
  });

  it("folds the items of a step beyond a bound into one row, with counts", async () => {
    const steps = createHeldSteps();
    const mapped = workflow("mapped").map("each", {
      over: () => [1, 2, 3],
      concurrency: 1,
      continueOnError: true,
      run: steps.held("each"),
    });
    const trial = await begin(mapped);
    await trial.advance(4);
    await steps.succeed("each");
    await trial.advance(6);
    await steps.fail("each");
    await trial.advance(1);
    await steps.succeed("each");
    const run = await trial.end();
    expect(waterfallOf(run, { mostItems: 3 }).rows).toHaveLength(4);
    const [holder, folded, ...others] = waterfallOf(run, { mostItems: 2 }).rows;
    expect(others).toEqual([]);
    expect(holder).toMatchObject({ path: "each", folded: null });
    expect(folded).toEqual({
      path: "each",
      name: "each",
      depth: 1,
      status: "failed",
      folded: new Map([
        ["succeeded", 2],
        ["failed", 1],
      ]),
      segments: [{ kind: "running", startedAt: 0, finishedAt: 11, attempt: null, isFailure: false }],
      attempts: 0,
      startedAt: 0,
      finishedAt: 11,
      isCritical: true,
    });
  });

  it("marks the critical path by its rows, and says when nothing ran for long", async () => {
    const steps = createHeldSteps();
    const waiting = workflow("waiting")
      .step("first", { run: steps.held("first") })
      .step("aside", { run: steps.held("aside") })
      .sleep("aDay", "1d", { dependsOn: ["first"] })
      .step("last", { dependsOn: ["aDay"], run: steps.held("last") });
    const trial = await begin(waiting);
    await trial.advance(5);
    await steps.succeed("aside");
    await trial.advance(5);
    await steps.succeed("first");
    await trial.advance(86_400_000);
    await trial.advance(20);
    await steps.succeed("last");
    const run = await trial.end();
    const { rows, links, idle, startedAt, finishedAt } = waterfallOf(run);
    expect([startedAt, finishedAt]).toEqual([0, 86_400_030]);
    expect(rows.map(({ path, isCritical }) => [path, isCritical])).toEqual([
      ["first", true],
      ["aside", false],
      ["aDay", true],
      ["last", true],
    ]);
    expect(links.map(({ row, because }) => [row, because])).toEqual([
      [0, "start"],
      [2, "dependency"],
      [3, "dependency"],
    ]);
    expect(idle).toEqual([{ startedAt: 10, finishedAt: 86_400_010 }]);
  });
});

describe("the stretches of a span", () => {
  it("say when it did not run after its start, and are frozen", async () => {
    const steps = createHeldSteps();
    const shaky = workflow("shaky").step("shaky", { retry: { attempts: 2, delay: 30 }, run: steps.held("shaky") });
    const trial = await begin(shaky);
    expect((await trial.now()).span("shaky").stretches).toEqual([]);
    await trial.advance(10);
    await steps.fail("shaky");
    const open = (await trial.now()).span("shaky").stretches;
    expect(open).toEqual([{ kind: "retry", startedAt: 10, finishedAt: null }]);
    expect([open, ...open].every(Object.isFrozen)).toBe(true);
    await trial.advance(30);
    await steps.succeed("shaky");
    await turn();
    const run = await trial.end();
    expect(run.span("shaky").stretches[0]).toEqual({ kind: "retry", startedAt: 10, finishedAt: 40 });
    expect(run.rootSpan.stretches).toEqual([]);
  });
});
