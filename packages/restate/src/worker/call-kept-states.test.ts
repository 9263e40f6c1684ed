import { memoryStore, type StateStore } from "@stepspan/engine";
import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { callsOf } from "../../../../test/restate/support/called-steps.ts";
import type { StepCall } from "../protocol/step-call.ts";

const afterSleep: StepCall["waits"] = {
  first: 0,
  entries: [
    { number: 1, event: null, startedAt: 0, dueAt: 1, endedAt: 1, isSelective: false, outcome: { kind: "elapsed" } },
  ],
};

/** As functions of other modules are, that a step's source does not show. */
const counted = ({ stepState }: { stepState: { update(recipe: (draft: { n?: number }) => void): void } }) =>
  stepState.update((draft) => {
    draft.n = (draft.n ?? 0) + 1;
  });

describe("the state of a step in a call", () => {
  it("is read before the body is called and written before it is answered", async () => {
    const store = memoryStore().states;
    const call = callsOf(
      workflow("kept").step("count", {
        run: (_: object, { stepState }) => {
          stepState.set("n", (stepState.get("n", 0) as number) + 1);
          return [stepState.get("n"), stepState.processCount];
        },
      }),
      { store },
    );
    expect(await call("count").output).toEqual([1, 1]);
    expect(await store.read({ workflow: "kept", step: "count" })).toMatchObject({ values: { values: { n: 1 } } });
    expect(await call("count").output).toEqual([2, 2]);
    expect((await call("count").answer).effects).toMatchObject([
      { event: { type: "state-changed", layer: "stepState" } },
    ]);
  });

  it("is shared with other processes: what they wrote meanwhile is seen", async () => {
    const store = memoryStore().states;
    const steps = workflow("kept").step("count", {
      run: (_: object, { stepState }) => {
        stepState.append("list", 1);
        return stepState.get("list");
      },
    });
    const [one, other] = [callsOf(steps, { store }), callsOf(steps, { store })];
    await one("count").output;
    await other("count").output;
    expect(await one("count").output).toEqual([1, 1, 1]);
  });

  it("of a body that reaches it by a function elsewhere is read then, and the body called again with it", async () => {
    let calls = 0;
    const call = callsOf(
      workflow("hidden").step("count", {
        run: (_: object, context) => {
          calls++;
          counted(context as never);
          return calls;
        },
      }),
    );
    expect(await call("count").output).toBe(2);
    expect((await call("count").answer).effects).toHaveLength(1);
    expect(calls).toBe(3);
  });

  it("keeps the parameters that keepInState names", async () => {
    const store = memoryStore().states;
    const call = callsOf(
      workflow("kept").step("keep", {
        params: { day: "Monday" },
        keepInState: ["day"],
        run: ({ day }: { day: string }) => day,
      }),
      { store },
    );
    await call("keep", { params: { day: "Monday" } }).output;
    expect(await store.read({ workflow: "kept", step: "keep" })).toMatchObject({
      values: { values: { day: "Monday" } },
    });
  });

  it("is not changed again by a body that is called anew", async () => {
    const store = memoryStore().states;
    const call = callsOf(
      workflow("kept").step("count", {
        run: async (_: object, { stepState, sleep }) => {
          stepState.append("list", "once");
          await sleep(1);
          return [stepState.get("list"), stepState.processCount];
        },
      }),
      { store },
    );
    expect((await call("count").answer).outcome.kind).toBe("waits");
    expect(await call("count", { waits: afterSleep }).output).toEqual([["once"], 1]);
  });

  it("needs the ingress", async () => {
    const steps = workflow("kept").step("count", { run: (_: object, { stepState }) => stepState.get("n") });
    expect((await callsOf(steps, { store: null })("count").error).message).toBe(
      'Step "count" failed on attempt 1: Step "count" asks for context.stepState, which lies with the Restate server, and its worker was not told where that is. Give serveSteps the server\'s ingress: serveSteps({ ingressUrl: "http://localhost:8080" }).',
    );
  });

  it("that cannot be written is the failure of the step", async () => {
    const store: StateStore = {
      read: () => ({ values: {}, version: 0 }),
      write: () => Promise.reject(new Error("full")),
    };
    const steps = workflow("kept").step("count", { run: (_: object, { stepState }) => stepState.set("n", 1) });
    expect((await callsOf(steps, { store })("count").error).message).toBe(
      'Step "count" failed on attempt 1: The store could not write the state of step "count" of workflow "kept": Error: full. Mend the store; what was to be written is kept in this process.',
    );
  });
});

describe("the flow state in a call", () => {
  const flowState = z.object({ count: z.number().default(0) });

  it("is changed by transactions, and the change is told", async () => {
    const store = memoryStore().states;
    const call = callsOf(
      workflow("flow", { flowState }).step("count", {
        run: (_: object, { flowState }) => flowState.transaction((draft) => ++draft.count),
      }),
      { store },
    );
    expect(await call("count").output).toBe(1);
    expect(await call("count").answer).toMatchObject({
      effects: [{ event: { type: "state-changed", layer: "flowState", path: "count" } }],
      outcome: { output: 2 },
    });
  });

  it("is not changed again by a body that is called anew", async () => {
    const store = memoryStore().states;
    const call = callsOf(
      workflow("flow", { flowState }).step("count", {
        run: async (_: object, { flowState, sleep }) => {
          await flowState.update("count", (count = 0) => count + 1);
          await sleep(1);
          return flowState.get("count");
        },
      }),
      { store },
    );
    expect((await call("count").answer).outcome.kind).toBe("waits");
    const again = call("count", { waits: afterSleep });
    expect(await again.output).toBe(1);
    expect((await again.answer).effects).toEqual([]);
  });

  it("that its child run has captured comes with the call, and its changes go with the answer", async () => {
    const call = callsOf(
      workflow("flow", { flowState }).step("count", {
        run: (_: object, { flowState }) => flowState.transaction((draft) => ++draft.count),
      }),
      { store: null },
    );
    const run = { id: "run-1", parentRunId: null, metadata: {}, timeoutMs: null, input: undefined };
    const state = { state: {}, stateVersion: 0, flowState: { count: 5 }, flowVersion: 3 };
    expect(await call("count", { run: { ...run, ...state } }).answer).toMatchObject({
      effects: [{ event: { layer: "flowState", patches: [{ op: "replace", path: ["count"], value: 6 }] } }],
      flowVersion: 3,
      outcome: { output: 6 },
    });
  });

  it("needs the ingress", async () => {
    const steps = workflow("flow", { flowState }).step("count", {
      run: (_: object, { flowState }) => flowState.get("count"),
    });
    expect((await callsOf(steps, { store: null })("count").error).message).toBe(
      'Step "count" failed on attempt 1: Step "count" asks for context.flowState, which lies with the Restate server, and its worker was not told where that is. Give serveSteps the server\'s ingress: serveSteps({ ingressUrl: "http://localhost:8080" }).',
    );
  });
});
