import { describe, expect, it } from "vitest";
import type { ActiveContext } from "./active-context.ts";
import { currentSpan, getRunContext, parentSpan, stepSpan } from "./functions.ts";
import { callInLambda } from "./slot.ts";

describe("the exported functions", () => {
  it.each([
    ["stepSpan", () => stepSpan("fetch")],
    ["currentSpan", () => currentSpan()],
    ["parentSpan", () => parentSpan()],
    ["getRunContext", () => getRunContext()],
  ])("say that %s was called outside of a run", (name, call) => {
    expect(call).toThrow(
      expect.objectContaining({
        code: "DEFINITION",
        message: `${name}() was called outside of a run. Call it in a parameter lambda, in a guard, or in a function that a step calls.`,
      }),
    );
  });

  it("give what the active context has, at any depth of calls", () => {
    const asked: unknown[] = [];
    const context = {
      stepSpan: (...given: unknown[]) => asked.push(given),
      currentSpan: { name: "current" },
      parentSpan: { name: "parent" },
      runContext: { runId: "run-1" },
    } as unknown as ActiveContext; // told apart by identity alone
    const deep = () => [currentSpan(), parentSpan(), getRunContext()];
    expect(callInLambda(context, () => deep())).toEqual([{ name: "current" }, { name: "parent" }, { runId: "run-1" }]);
    callInLambda(context, () => stepSpan("fetch", { default: null }));
    callInLambda(context, () => stepSpan("fetch"));
    expect(asked).toEqual([
      ["fetch", { default: null }],
      ["fetch", undefined],
    ]);
  });
});
