import { workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { theme } from "../theme.ts";

const total = z.object({ total: z.number().max(100).default(0) });

export const children = theme("a sub-workflow", {
  "takes its input from the parameters, gives its output, and has its spans below": async ({ named, run }) => {
    const child = workflow(named("child"), { input: z.object({ n: z.number() }) })
      .step("double", { params: { n: ({ input }) => input.n }, run: ({ n }) => n * 2 })
      .step("next", { params: { n: ({ stepSpan }) => stepSpan("double").output }, run: ({ n }) => n + 1 });
    const parent = workflow(named("parent"))
      .step("start", { run: () => 20 })
      .subflow("inner", { workflow: child, params: { n: ({ stepSpan }) => stepSpan("start").output } })
      .step("read", { params: { n: ({ stepSpan }) => stepSpan("inner").output }, run: ({ n }) => n });
    const done = await run(parent);
    expect(done.output).toBe(41);
    const inner = done.span("inner");
    expect(inner.input).toEqual({ n: 20 });
    expect(inner.steps.map(({ path, parentId }) => [path, parentId])).toEqual([
      ["inner/double", inner.id],
      ["inner/next", inner.id],
    ]);
  },

  "is a run of its own, which knows that of its parent": async ({ named, run }) => {
    const childName = named("child");
    const child = workflow(childName).step("tell", {
      run: (_params, { run: { id, parentRunId, workflow: name, metadata }, path, step }) => {
        return { id, parentRunId, name, metadata, path, step };
      },
    });
    const parent = workflow(named("parent"))
      .step("tell", { run: (_params, context) => context.run.parentRunId })
      .subflow("inner", { workflow: child });
    const done = await run(parent, { run: { metadata: { tag: "blue" } } });
    expect(done.span("tell").output).toBe(null);
    const told = done.span("inner").output!;
    expect(told).toMatchObject({ parentRunId: done.runId, name: childName, path: "inner/tell", step: "tell" });
    expect(told.metadata).toEqual({ tag: "blue" });
    expect(told.id).not.toBe(done.runId);
  },

  "that fails fails its step, and with it the run": async ({ named, run }) => {
    const child = workflow(named("child")).step("work", {
      run: () => {
        throw new Error("it is broken");
      },
    });
    const parent = workflow(named("parent"), { failFast: false })
      .subflow("hard", { workflow: child })
      .subflow("soft", { workflow: child, continueOnError: true });
    const failed = await run(parent);
    expect(failed.status).toBe("failed");
    expect(failed.errors.map(({ message }) => message)).toEqual([
      'Step "hard" failed in its sub-workflow: Step "work" failed on attempt 1: Error: it is broken.',
    ]);
    expect(failed.span("soft").status).toBe("failed");
    expect(failed.spanAt("hard/work").attempts).toHaveLength(1);
  },

  "has states of its own: what it changes does not reach its parent": async ({ named, run }) => {
    const child = workflow(named("child"), { state: total }).step("add", {
      run: (_params, context) => {
        context.state.set("total", 50);
        return context.state.get("total");
      },
    });
    const parent = workflow(named("parent"), { state: total })
      .step("begin", { run: (_params, context) => context.state.set("total", 1) })
      .subflow("inner", { workflow: child, dependsOn: ["begin"] });
    const done = await run(parent);
    expect(done.output).toBe(50);
    expect(done.state).toEqual({ total: 1 });
  },

  "has what it captures, as it was when its step began": async ({ named, run }) => {
    const child = workflow(named("child"), { state: total }).step("add", {
      run: (_params, context) => {
        context.state.set("total", (context.state.get("total") ?? 0) + 1);
        return context.state.get("total");
      },
    });
    const parent = workflow(named("parent"), { state: total })
      .step("begin", { run: (_params, context) => context.state.set("total", 7) })
      .subflow("inner", {
        workflow: child,
        dependsOn: ["begin"],
        capture: { state: ({ total }) => ({ total: (total ?? 0) * 2 }) },
      });
    const done = await run(parent);
    expect(done.output).toBe(15);
    expect(done.state).toEqual({ total: 7 });
  },

  "writes back its output and into its parent's state, once it has succeeded": async ({ named, run }) => {
    const child = workflow(named("child"), { input: z.object({ n: z.number() }) }).step("work", {
      params: { n: ({ input }) => input.n },
      run: ({ n }) => n,
    });
    const parent = workflow(named("parent"), { state: total })
      .map("one", { over: [1], run: () => 1 })
      .subflow("first", {
        workflow: child,
        params: { n: 7 },
        writeBack: {
          output: ({ output }) => `got ${output}`,
          state: (draft, { output }) => {
            draft.total += output;
          },
        },
      })
      .subflow("second", {
        workflow: child,
        params: { n: 5 },
        writeBack: {
          state: (draft, { output }) => {
            draft.total += output;
          },
        },
      })
      .step("read", {
        dependsOn: ["first", "second"],
        run: (_params, context) => context.state.get("total"),
      });
    const done = await run(parent);
    expect(done.span("first").output).toBe("got 7");
    expect(done.output).toBe(12);
    expect(done.state).toEqual({ total: 12 });
    expect(done.span("second").stateChanges.map(({ layer }) => layer)).toEqual(["state"]);
  },

  "writes back nothing if it fails, and nothing at all if one part is refused": async ({ named, run }) => {
    const child = workflow(named("child"), { input: z.object({ n: z.number() }) }).step("work", {
      params: { n: ({ input }) => input.n },
      run: ({ n }) => {
        if (n < 0) throw new Error("negative");
        return n;
      },
    });
    const name = named("parent");
    const parent = workflow(name, { failFast: false, state: total })
      .subflow("broken", { workflow: child, params: { n: -1 }, writeBack: { state: { total: "output" } } })
      .subflow("refused", { workflow: child, params: { n: 101 }, writeBack: { state: { total: "output" } } });
    const failed = await run(parent);
    expect(failed.state).toEqual({ total: 0 });
    expect(failed.span("broken").error?.message).toBe(
      'Step "broken" failed in its sub-workflow: Step "work" failed on attempt 1: Error: negative.',
    );
    expect(failed.span("refused").error?.message).toMatch(
      new RegExp(`^Step "refused" failed in its sub-workflow: The state of workflow "${name}" `),
    );
  },

  "counts its usage for its parent too, once": async ({ named, run }) => {
    const child = workflow(named("child")).step("work", {
      run: (_params, context) => context.usage.add("tokens", 5),
    });
    const parent = workflow(named("parent"))
      .subflow("inner", { workflow: child })
      .step("own", { run: (_params, context) => context.usage.add("tokens", 2) });
    const done = await run(parent);
    expect(done.usage).toEqual({ tokens: 7 });
    expect(done.span("inner").usage).toEqual({ tokens: 5 });
    expect(done.spanAt("inner/work").usage).toEqual({ tokens: 5 });
  },

  "is one of a guard, of races and of others below: four levels deep": async ({ named, run }) => {
    let deep = workflow(named("level")).step("leaf", { run: (_params, context) => context.path });
    for (let level = 0; level < 3; level++) {
      deep = workflow(named("level")).subflow("leaf", { workflow: deep }) as never; // a string again
    }
    expect((await run(deep)).output).toBe("leaf/leaf/leaf/leaf");
  },

  "refuses parameters that its input schema does not take": async ({ named, run }) => {
    const childName = named("child");
    const child = workflow(childName, { input: z.object({ n: z.number() }) }).step("work", { run: () => 1 });
    const parent = workflow(named("parent")).subflow("inner", { workflow: child, params: { n: "one" as never } });
    expect((await run(parent)).errors[0]?.message).toBe(
      'Step "inner" failed before its first attempt: The input of step "inner" does not match its schema: .n: Invalid input: expected number, received string.',
    );
  },
});
