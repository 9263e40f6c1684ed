import type { FlowStateLayer, StateLayer, StepContext } from "@stepspan/engine";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { workflow } from "../workflow.ts";
import type { AnyWorkflow } from "./workflow.ts";

declare function shared(params: { readonly size: number }, context: StepContext): string;

const state = z.object({ count: z.number(), tags: z.array(z.string()), at: z.string().transform(Number) });
const flowState = z.object({ total: z.number() });
const report = workflow("report", { state, flowState });

describe("the state of a workflow", () => {
  it("is what its schema makes", () => {
    report.step("count", {
      params: { size: 1 },
      run: ({ size }, context) => {
        expectTypeOf(context.state).toEqualTypeOf<StateLayer<{ count: number; tags: string[]; at: number }>>();
        expectTypeOf(context.state.get("count")).toEqualTypeOf<number | undefined>();
        expectTypeOf(context.state.get("count", 0)).toEqualTypeOf<number>();
        expectTypeOf(context.state.get("count", null)).toEqualTypeOf<number | null>();
        expectTypeOf(context.state.get("tags", [])).toEqualTypeOf<string[]>();
        context.state.append("tags", "a");
        // @ts-expect-error the list has texts
        context.state.append("tags", 5);
        context.state.update((draft) => {
          draft.tags.push("b");
          expectTypeOf(draft.count).toEqualTypeOf<number>();
        });
        context.state.set("count", size);
        // @ts-expect-error the state has numbers there
        context.state.set("count", "many");
        // @ts-expect-error there is no such key
        context.state.get("cuont");
      },
    });
  });

  it("holds anything if it is not declared", () => {
    workflow("open").step("count", {
      run: (_, context) => {
        context.state.set("any", new Date(0));
        context.state.append("list", 1);
        expectTypeOf(context.state.get("any")).toEqualTypeOf<unknown>();
        expectTypeOf(context.flowState).toEqualTypeOf<undefined>();
      },
    });
  });
});

describe("the flow state of a workflow", () => {
  it("is there if it is declared", () => {
    report.step("count", {
      run: async (_, context) => {
        expectTypeOf(context.flowState).toEqualTypeOf<FlowStateLayer<{ total: number }>>();
        await context.flowState.update("total", (total = 0) => total + 1);
        expectTypeOf(await context.flowState.get("total", 0)).toEqualTypeOf<number>();
        const before = await context.flowState.transaction((draft) => draft.total++);
        expectTypeOf(before).toEqualTypeOf<number>();
      },
    });
  });
});

describe("a schema of the state", () => {
  it("is one of an object", () => {
    // @ts-expect-error a text has no keys
    workflow("report", { state: z.string() });
    // @ts-expect-error a text has no keys
    workflow("report", { flowState: z.string() });
    // @ts-expect-error there is no such choice
    workflow("report", { unhandledEvents: "keep" });
  });
});

describe("a function that knows nothing of the workflow", () => {
  it("can be the run of any step", () => {
    workflow("open").step("a", { params: { size: 1 }, run: shared });
    report.step("a", { params: { size: 1 }, run: shared });
  });
});

describe("a workflow that declares state", () => {
  it("is a workflow like any other", () => {
    const any: AnyWorkflow = report;
    any.step("count", {
      run: (_, context) => {
        expectTypeOf(context.state.get("any")).toEqualTypeOf<unknown>();
        expectTypeOf(context.flowState).toEqualTypeOf<FlowStateLayer | undefined>();
      },
    });
  });
});

describe("keepInState", () => {
  it("lists the step's own parameters", () => {
    report.step("count", { params: { size: 1 }, run: ({ size }) => size, keepInState: ["size"] });
    report.step("count", { keepInState: ["size"], params: { size: 1 }, run: shared });
    // @ts-expect-error there is no such parameter
    report.step("count", { params: { size: 1 }, run: ({ size }) => size, keepInState: ["sise"] });
    // @ts-expect-error there is no such parameter
    report.step("count", { params: { size: 1 }, run: shared, keepInState: ["sise"] });
  });
});
