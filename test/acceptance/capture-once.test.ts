import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, resumeElsewhere, send, snapshotText } from "../support/replayed-trial.ts";

const answer = defineEvent("answer");
const basket = z.object({ items: z.array(z.string()).default([]), owner: z.string().default("nobody") });

/** A child that waits, and then says what it captured. */
function waitingChild() {
  return workflow("child", { state: basket })
    .wait("ask", { event: answer })
    .step("read", { dependsOn: ["ask"], run: (_params, context) => context.state.get("items") });
}

describe("capture", () => {
  it("copies once, when the step begins: what the parent changes later does not show in the child", async () => {
    const steps = createHeldSteps();
    const parent = workflow("parent", { state: basket })
      .step("fill", { run: (_params, context) => context.state.set("items", ["apple"]) })
      .subflow("run", {
        workflow: waitingChild(),
        dependsOn: ["fill"],
        capture: { state: (state) => ({ items: state.items ?? [] }) },
      })
      .step("more", {
        dependsOn: ["fill"],
        run: async (params: {}, context) => {
          await steps.held("more")(params, context);
          context.state.append("items", "pear");
        },
      });
    const trial = await begin(parent);
    await steps.succeed("more");
    await send(trial, answer, "go");
    const run = await trial.end();
    expect(run.span("run").output).toEqual(["apple"]);
    expect(run.state.items).toEqual(["apple", "pear"]);
  });

  it("does not bind the other way round either: what the child changes stays its own", async () => {
    const child = workflow("child", { state: basket }).step("change", {
      run: (_params, context) => {
        context.state.append("items", "pear");
        context.state.set("owner", "the child");
        return context.state.get("items");
      },
    });
    const parent = workflow("parent", { state: basket })
      .step("fill", { run: (_params, context) => context.state.set("items", ["apple"]) })
      .subflow("run", { workflow: child, dependsOn: ["fill"], capture: { state: { items: "items" } } })
      .step("read", { dependsOn: ["run"], run: (_params, context) => context.state.get("items") });
    const run = await (await begin(parent)).end();
    expect(run.span("run").output).toEqual(["apple", "pear"]);
    expect(run.output).toEqual(["apple"]);
    expect(run.state).toEqual({ items: ["apple"], owner: "nobody" });
  });

  it("of nothing gives the child nothing: its state is that of its own schema", async () => {
    const child = workflow("child", { state: basket }).step("read", {
      run: (_params, context) => [context.state.get("items"), context.state.get("owner")],
    });
    const parent = workflow("parent", { state: basket })
      .step("fill", { run: (_params, context) => context.state.set("owner", "the parent") })
      .subflow("run", { workflow: child, dependsOn: ["fill"] });
    expect((await (await begin(parent)).end()).output).toEqual([[], "nobody"]);
  });

  it("is taken for each item of a map and each child by itself", async () => {
    const child = workflow("child", { state: basket, input: z.object({ name: z.string() }) }).step("add", {
      params: { name: ({ input }) => input.name },
      run: ({ name }, context) => {
        context.state.append("items", name);
        return context.state.get("items");
      },
    });
    const parent = workflow("parent", { state: basket })
      .step("fill", { run: (_params, context) => context.state.set("items", ["apple"]) })
      .subflow("left", {
        workflow: child,
        dependsOn: ["fill"],
        params: { name: "L" },
        capture: { state: { items: "items" } },
      })
      .subflow("right", {
        workflow: child,
        dependsOn: ["fill"],
        params: { name: "R" },
        capture: { state: { items: "items" } },
      });
    const run = await (await begin(parent)).end();
    expect(run.span("left").output).toEqual(["apple", "L"]);
    expect(run.span("right").output).toEqual(["apple", "R"]);
  });

  it("is part of the snapshot: after a move the child still has what it took, not what its parent has now", async () => {
    const build = () =>
      workflow("parent", { state: basket })
        .step("fill", { run: (_params, context) => context.state.set("items", ["apple"]) })
        .subflow("run", {
          workflow: waitingChild(),
          dependsOn: ["fill"],
          capture: { state: { items: "items" } },
        })
        .step("more", { dependsOn: ["fill"], run: (_params, context) => context.state.append("items", "pear") });
    const here = await begin(build());
    const there = await resumeElsewhere(here, await snapshotText(here.handle), build());
    await send(there, answer, "go", { to: "run/ask" });
    const run = await there.end();
    expect(run.span("run").output).toEqual(["apple"]);
    expect(run.state.items).toEqual(["apple", "pear"]);
  });

  it("of a flow state gives the child one of its own", async () => {
    const totals = z.object({ total: z.number().default(0) });
    const child = workflow("child", { flowState: totals }).step("add", {
      run: async (_params, context) => {
        await context.flowState.update("total", (total) => (total ?? 0) + 1);
        return context.flowState.get("total");
      },
    });
    const parent = workflow("parent", { flowState: totals })
      .step("fill", { run: (_params, context) => context.flowState.set("total", 10) })
      .subflow("run", { workflow: child, dependsOn: ["fill"], capture: { flowState: { total: "total" } } })
      .step("read", { dependsOn: ["run"], run: (_params, context) => context.flowState.get("total") });
    const run = await (await begin(parent)).end();
    expect(run.span("run").output).toBe(11);
    expect(run.output).toBe(10);
  });

  it("that throws, or gives what the child's schema refuses, fails the step before the child begins", async () => {
    const child = workflow("child", { state: basket }).step("never", { run: () => 1 });
    const throws = workflow("throws", { state: basket }).subflow("run", {
      workflow: child,
      capture: {
        state: () => {
          throw new Error("no idea");
        },
      },
    });
    const { errors, run } = await (await begin(throws)).error();
    expect(errors[0]?.message).toBe('Step "run" failed before its first attempt: Error: no idea.');
    expect(run.span("run").steps).toEqual([]);
    const refused = workflow("refused").subflow("run", {
      workflow: child,
      capture: { state: () => ({ owner: 1 }) as never },
    });
    expect((await (await begin(refused)).error()).errors[0]?.message).toMatch(
      /^Step "run" failed before its first attempt: The state of workflow "child" /,
    );
  });
});
