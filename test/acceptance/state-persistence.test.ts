import { createEngine, memoryStore, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { goOn, journeys } from "../support/journeys.ts";
import { begin } from "../support/trial.ts";

const counted = workflow("counted", {
  state: z.object({ visits: z.number().default(0), seen: z.array(z.string()).default([]) }),
  flowState: z.object({ runs: z.number().default(0) }),
})
  .step("first", {
    run: async (_, { run, state, stepState, flowState }) => {
      state.set("visits", state.get("visits", 0) + 1);
      state.append("seen", run.id);
      stepState.set("last", run.id);
      await flowState.update("runs", (runs = 0) => runs + 1);
    },
  })
  .step("second", {
    dependsOn: ["first"],
    run: async (_, { state, stepState, flowState }) => ({
      state: [state.get("visits"), state.get("seen")],
      stepState: stepState.get("last", "nothing"),
      flowState: await flowState.get("runs"),
    }),
  });

describe("state, flowState and stepState", () => {
  it("persist as long as they live: a run, a workflow, a step", async () => {
    await using engine = createEngine();
    const outputs: unknown[] = [];
    for (const runId of ["r1", "r2", "r3"]) outputs.push((await engine.run(counted, undefined, { runId })).output);
    expect(outputs).toEqual([
      { state: [1, ["r1"]], stepState: "nothing", flowState: 1 },
      { state: [1, ["r2"]], stepState: "nothing", flowState: 2 },
      { state: [1, ["r3"]], stepState: "nothing", flowState: 3 },
    ]);
  });

  it("are isolated between runs that are open at once", async () => {
    const steps = createHeldSteps();
    await using engine = createEngine();
    const work = workflow("work").step("write", {
      params: { wait: 1 },
      run: async (params, context) => {
        context.state.set("owner", context.run.id);
        await steps.held(context.run.id)(params, context);
        return context.state.get("owner");
      },
    });
    const ids = Array.from({ length: 20 }, (_, index) => `r${index}`);
    const results = ids.map((runId) => engine.run(work, undefined, { runId }));
    await Promise.resolve();
    for (const id of ids) {
      while (!steps.open.includes(id)) await new Promise(setImmediate);
      await steps.succeed(id);
    }
    expect((await Promise.all(results)).map(({ output }) => output)).toEqual(ids);
  });

  it("are isolated between workflows, and between the steps of one", async () => {
    await using engine = createEngine();
    const writer = (name: string) =>
      workflow(name, { flowState: z.object({ n: z.number().optional() }) })
        .step("a", {
          run: async (_, { stepState, flowState }) => {
            stepState.set("own", `${name}/a`);
            await flowState.set("n", name.length);
          },
        })
        .step("b", { run: (_, { stepState }) => stepState.set("own", `${name}/b`) })
        .step("c", {
          dependsOn: ["a", "b"],
          run: async (_, { stepState, flowState }) => [stepState.get("own"), await flowState.get("n")],
        });
    const reader = (name: string) =>
      workflow(name, { flowState: z.object({ n: z.number().optional() }) })
        .step("a", { run: (_, { stepState }) => stepState.get("own") })
        .step("b", { run: (_, { stepState }) => stepState.get("own") })
        .step("flow", { run: (_, { flowState }) => flowState.get("n") });
    for (const name of ["one", "three"])
      expect((await engine.run(writer(name))).output).toEqual([undefined, name.length]);
    for (const name of ["one", "three"]) {
      const run = await engine.run(reader(name));
      expect([run.span("a").output, run.span("b").output, run.output]).toEqual([`${name}/a`, `${name}/b`, name.length]);
    }
  });

  it("belong to the store: another engine on it goes on with them, one on another store begins anew", async () => {
    const store = memoryStore();
    const runsOf = async (on: typeof store) => {
      await using engine = createEngine({ store: on });
      return ((await engine.run(counted)).output as { flowState: number }).flowState;
    };
    expect([await runsOf(store), await runsOf(store), await runsOf(memoryStore())]).toEqual([1, 2, 1]);
  });

  it.each(journeys)("state goes with the run, %s", async (_name, travel) => {
    const work = workflow("work", { state: z.object({ list: z.array(z.number()).default([0]) }) })
      .step("before", { run: (_, { state }) => state.append("list", 1) })
      .wait("pause", { event: goOn, dependsOn: ["before"] })
      .step("after", {
        dependsOn: ["pause"],
        run: (_, { state }) => {
          state.append("list", 2);
          return state.get("list");
        },
      });
    const run = await travel(work);
    expect([run.output, run.state]).toEqual([[0, 1, 2], { list: [0, 1, 2] }]);
    expect(run.span("after").stateChanges.map(({ layer, patches }) => [layer, patches])).toEqual([
      ["state", [{ op: "add", path: ["list", 2], value: 2 }]],
    ]);
  });

  it("flowState is undefined unless the workflow declares it", async () => {
    await using engine = createEngine();
    const run = await engine.run(
      workflow("plain").step("only", { run: (_, { flowState }) => flowState === undefined }),
    );
    expect(run.output).toBe(true);
  });

  it("a child run has its own state and flow state", async () => {
    await using engine = createEngine();
    const state = z.object({ of: z.string().default("nobody") });
    const child = workflow("child", { state, flowState: state }).step("look", {
      params: { name: ({ input }) => (input as { name: string }).name },
      run: async ({ name }, { state, flowState }) => {
        const before = [state.get("of"), await flowState.get("of")];
        state.set("of", name);
        await flowState.set("of", name);
        return before;
      },
    });
    const parent = workflow("parent", { state, flowState: state })
      .step("write", {
        run: async (_, { state, flowState }) => {
          state.set("of", "the parent");
          await flowState.set("of", "the parent");
        },
      })
      .map("children", {
        over: ["a", "b"],
        concurrency: 1,
        params: { name: ({ item }) => item },
        run: child,
        dependsOn: ["write"],
      })
      .step("read", {
        dependsOn: ["children"],
        run: async (_, { state, flowState }) => [state.get("of"), await flowState.get("of")],
      });
    const run = await engine.run(parent);
    expect(run.span("children").output).toEqual([
      ["nobody", "nobody"],
      ["nobody", "a"],
    ]);
    expect(run.output).toEqual(["the parent", "the parent"]);
  });

  it("keep what an attempt changed that failed later", async () => {
    await using engine = createEngine();
    const work = workflow("work").step("shaky", {
      retry: { attempts: 3 },
      run: (_, { attempt, state, stepState }) => {
        state.append("attempts", attempt);
        stepState.append("attempts", attempt);
        if (attempt < 3) throw new Error("again");
        return [state.get("attempts"), stepState.get("attempts")];
      },
    });
    expect((await engine.run(work)).output).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it("ignore what an attempt changes that is over", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("work")
        .step("first", { run: steps.held("first") })
        .step("second", { run: steps.held("second"), dependsOn: ["first"] }),
    );
    const { state, stepState } = steps.context("first");
    state.set("kept", 1);
    stepState.set("kept", 1);
    await steps.succeed("first");
    state.set("late", 1);
    stepState.set("late", 1);
    const { state: later } = steps.context("second");
    expect([later.has("late"), stepState.has("late"), stepState.get("kept")]).toEqual([false, false, 1]);
    await steps.succeed("second");
    const run = await trial.end();
    expect(run.state).toEqual({ kept: 1 });
    expect(run.span("first").stateChanges).toHaveLength(2);
  });
});
