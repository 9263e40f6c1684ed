import { createEngine, literal, type Run, type StepError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { goOn, journeys } from "../support/journeys.ts";
import { begin, ended } from "../support/trial.ts";

function snapshotOf(run: Run, path: string) {
  return (run.spanAt(path).error as StepError).contextSnapshot;
}

describe("error snapshot", () => {
  it.each(journeys)("has input, state and stepState as they were, %s", async (_name, travel) => {
    const work = workflow("work", { state: z.object({ done: z.array(z.string()).default([]) }), failFast: false })
      .step("first", { run: (_, { state }) => state.append("done", "first") })
      .wait("pause", { event: goOn, dependsOn: ["first"] })
      .step("breaks", {
        dependsOn: ["pause"],
        params: { order: ({ input }) => (input as { order: Map<string, number> }).order, times: 2 },
        run: (_, { state, stepState }) => {
          state.append("done", "half of breaks");
          stepState.set("tried", true);
          throw new RangeError("no stock");
        },
      })
      .step("goes on", { run: (_, { state }) => state.append("done", "goes on"), dependsOn: ["pause"] });
    const run = await travel(work, { input: { order: new Map([["pen", 3]]) } });
    const error = run.span("breaks").error as StepError;
    expect(error.message).toBe('Step "breaks" failed on attempt 1: RangeError: no stock.');
    expect(error.cause).toEqual(new RangeError("no stock"));
    expect(error.contextSnapshot).toEqual({
      input: { order: new Map([["pen", 3]]), times: 2 },
      state: { done: ["first", "half of breaks"] },
      stepState: { tried: true },
    });
    expect(run.state).toEqual({ done: ["first", "half of breaks", "goes on"] });
  });

  it("has of each attempt what that one saw", async () => {
    await using engine = createEngine();
    const run = await ended(
      engine.run(
        workflow("work").step("shaky", {
          retry: { attempts: 3 },
          run: (_, { attempt, state }) => {
            state.set("attempt", attempt);
            throw new Error("again");
          },
        }),
      ),
    );
    const states = run.span("shaky").attempts.map(({ error }) => (error as StepError).contextSnapshot.state);
    expect(states).toEqual([{ attempt: 1 }, { attempt: 2 }, { attempt: 3 }]);
  });

  it("has a label for a constant that cannot be kept", async () => {
    await using engine = createEngine();
    const run = await ended(
      engine.run(
        workflow("work").step("breaks", {
          params: { format: literal(() => "short"), db: new (class Db {})(), n: 1 },
          run: ({ format }) => {
            throw new Error(format());
          },
        }),
      ),
    );
    expect(run.errors[0]?.message).toBe('Step "breaks" failed on attempt 1: Error: short.');
    expect(snapshotOf(run, "breaks").input).toEqual({ format: "[function anonymous]", db: "[Db]", n: 1 });
  });

  it("cannot be disturbed by what happens to the values later", async () => {
    await using engine = createEngine();
    const given = { list: [1] };
    const run = await ended(
      engine.run(
        workflow("work").step("breaks", {
          params: { when: ({ input }) => (input as { when: Date }).when },
          run: ({ when }, { state }) => {
            state.set("given", given);
            given.list.push(2);
            when.setTime(99);
            throw new Error("no");
          },
        }),
        { when: new Date(0) },
      ),
    );
    expect(snapshotOf(run, "breaks")).toEqual({
      input: { when: new Date(0) },
      state: { given: { list: [1] } },
      stepState: {},
    });
  });

  it("is there for a timeout, for an item, and in a child run that of the child", async () => {
    const child = workflow("child", { failFast: false }).map("items", {
      over: [7],
      params: { n: ({ item }) => item },
      run: ({ n }, { state }) => {
        state.set("n", n);
        throw new Error("no");
      },
    });
    const trial = await begin(
      workflow("work", { failFast: false })
        .step("slow", {
          timeout: 100,
          params: { size: 1 },
          run: (_, { state }) => {
            state.set("of", "the parent");
            return new Promise(() => undefined);
          },
        })
        .map("children", { over: ["a"], params: { id: ({ item }) => item }, run: child }),
    );
    await trial.advance(100);
    const run = await trial.end();
    expect(snapshotOf(run, "slow")).toEqual({ input: { size: 1 }, state: { of: "the parent" }, stepState: {} });
    expect(snapshotOf(run, "children[0]/items[0]")).toEqual({ input: { n: 7 }, state: { n: 7 }, stepState: {} });
    expect(snapshotOf(run, "children[0]")).toEqual({ input: { id: "a" }, state: {}, stepState: {} });
  });

  it("has no input if the step failed before that was known", async () => {
    await using engine = createEngine();
    const run = await ended(
      engine.run(
        workflow("work")
          .step("first", { run: (_, { state }) => state.set("n", 1) })
          .step("breaks", {
            dependsOn: ["first"],
            params: {
              n: (): number => {
                throw new Error("no");
              },
            },
            run: ({ n }) => n,
          }),
      ),
    );
    expect(snapshotOf(run, "breaks").input).toBeUndefined();
  });

  it("can be asked for in a step: context.snapshot() does not change any more", async () => {
    await using engine = createEngine();
    const run = await engine.run(
      workflow("work").step("only", {
        params: { n: 1 },
        run: (_, context) => {
          context.state.set("list", [1]);
          context.state.set("byName", new Map([["a", 1]]));
          const snapshot = context.snapshot();
          context.state.append("list", 2);
          (context.state.get("byName") as Map<string, number>).clear();
          (snapshot.state.byName as Map<string, number>).set("b", 2);
          context.stepState.set("n", 2);
          return [snapshot, context.state.get("byName")];
        },
      }),
    );
    expect(run.output).toEqual([
      {
        input: { n: 1 },
        state: {
          list: [1],
          byName: new Map([
            ["a", 1],
            ["b", 2],
          ]),
        },
        stepState: {},
      },
      new Map([["a", 1]]),
    ]);
  });
});
