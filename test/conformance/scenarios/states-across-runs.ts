import { type StepContext, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { theme } from "../theme.ts";

export const statesAcrossRuns = theme("what is kept across runs", {
  "as flowState of a sub-workflow belongs to that, whoever runs it": async ({ named, open }) => {
    const child = workflow(named("child"), { flowState: z.object({ count: z.number().default(0) }) }).step("count", {
      run: async (_params, { flowState }) => {
        await flowState.update("count", (count = 0) => count + 1);
        return flowState.get("count");
      },
    });
    const [one, other] = ["one", "other"].map((name) => workflow(named(name)).subflow("inner", { workflow: child }));
    const engine = await open({ workflows: [one!, other!] });
    expect((await engine.run(one!)).output).toBe(1);
    expect((await engine.run(other!)).output).toBe(2);
  },

  "as flowState belongs to the workflow: each run goes on from the one before": async ({ named, open }) => {
    const counting = workflow(named("counting"), {
      flowState: z.object({ count: z.number().default(0), last: z.string().optional() }),
      input: z.object({ who: z.string() }),
    }).step("count", {
      params: { who: ({ input }) => input.who },
      run: async ({ who }, { flowState }) => {
        const before = await flowState.get("last", "nobody");
        await flowState.update("count", (count = 0) => count + 1);
        await flowState.set("last", who);
        return `${before}, ${await flowState.get("count")}`;
      },
    });
    const engine = await open({ workflows: [counting] });
    expect((await engine.run(counting, { who: "Ada" })).output).toBe("nobody, 1");
    expect((await engine.run(counting, { who: "Bob" })).output).toBe("Ada, 2");
  },

  "as flowState loses nothing of what parallel runs change": async ({ named, open }) => {
    const counting = workflow(named("counting"), { flowState: z.object({ count: z.number().default(0) }) }).step(
      "add",
      {
        run: (_params, { flowState }) =>
          flowState.transaction((draft) => {
            draft.count += 1;
            return draft.count;
          }),
      },
    );
    const engine = await open({ workflows: [counting] });
    const runs = await Promise.all(Array.from({ length: 6 }, () => engine.run(counting)));
    expect(runs.map(({ output }) => output).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  },

  "as flowState is changed by a transaction wholly or not at all; its patches are on the span": async ({
    named,
    open,
  }) => {
    const name = named("careful");
    const careful = workflow(name, {
      flowState: z.object({ a: z.number().default(0), b: z.number().max(1).default(0) }),
    })
      .step("refused", {
        run: (_params, { flowState }) =>
          flowState
            .transaction((draft) => {
              draft.a = 1;
              draft.b = 2;
            })
            .catch((error: Error) => error.message),
      })
      .step("thrown", {
        dependsOn: ["refused"],
        run: (_params, { flowState }) =>
          flowState
            .transaction((draft) => {
              draft.a = 1;
              throw new Error("no idea");
            })
            .catch((error: Error) => error.message),
      })
      .step("done", {
        dependsOn: ["thrown"],
        run: async (_params, { flowState }) => {
          await flowState.transaction((draft) => {
            draft.b = 1;
          });
          return [await flowState.get("a"), await flowState.get("b")];
        },
      });
    const engine = await open({ workflows: [careful] });
    const done = await engine.run(careful);
    expect(done.span("refused").output).toMatch(new RegExp(`^The flow state of workflow "${name}" `));
    expect(done.span("thrown").output).toBe("no idea");
    expect(done.output).toEqual([0, 1]);
    expect(done.span("refused").stateChanges).toEqual([]);
    expect(done.span("done").stateChanges).toMatchObject([
      { layer: "flowState", patches: [{ path: ["b"], value: 1 }] },
    ]);
  },

  "as flowState is there only if the workflow declares it": async ({ named, run }) => {
    const none = workflow(named("none")).step("look", { run: (_params, { flowState }) => flowState === undefined });
    expect((await run(none)).output).toBe(true);
  },

  "as stepState belongs to one step, which also knows how often it was called": async ({ named, open }) => {
    const counting = workflow(named("counting"), { input: z.object({ day: z.string() }) })
      .step("count", {
        params: { day: ({ input }) => input.day },
        keepInState: ["day"],
        run: (_params: { day: string }, { stepState }: StepContext) => {
          stepState.append("days", stepState.get("day"));
          return { calls: stepState.processCount, days: stepState.get("days") };
        },
      })
      .step("other", { dependsOn: ["count"], run: (_params, { stepState }) => stepState.has("days") });
    const engine = await open({ workflows: [counting] });
    await engine.run(counting, { day: "Monday" });
    const second = await engine.run(counting, { day: "Tuesday" });
    expect(second.span("count").output).toEqual({ calls: 2, days: ["Monday", "Tuesday"] });
    expect(second.span("other").output).toBe(false);
    expect(second.span("count").stateChanges.every(({ layer }) => layer === "stepState")).toBe(true);
  },

  "as the flowState of a parent can be captured by a child and written back": async ({ named, open }) => {
    const count = z.object({ count: z.number().default(0) });
    const child = workflow(named("child"), { flowState: count }).step("add", {
      run: async (_params, { flowState }) => {
        await flowState.update("count", (value = 0) => value + 10);
        return flowState.get("count", 0);
      },
    });
    const parent = workflow(named("parent"), { flowState: count })
      .step("begin", { run: (_params, { flowState }) => flowState.set("count", 1) })
      .subflow("inner", {
        workflow: child,
        dependsOn: ["begin"],
        capture: { flowState: ({ count }) => ({ count: count ?? 0 }) },
        writeBack: { flowState: { count: "output" } },
      })
      .step("read", { dependsOn: ["inner"], run: (_params, { flowState }) => flowState.get("count") });
    const engine = await open({ workflows: [parent] });
    expect((await engine.run(parent)).output).toBe(11);
    expect((await engine.run(parent)).output).toBe(11);
  },
});
