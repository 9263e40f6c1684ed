import { StepError } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { callsOf } from "../../../../test/restate/support/called-steps.ts";

describe("a call of a body", () => {
  it("answers with what the body returned, when and where", async () => {
    const clock = createManualClock(1000);
    const call = callsOf(
      workflow("report").step("double", {
        params: { of: ({ input }) => input as number },
        run: ({ of }: { of: number }) => of * 2,
      }),
      { clock },
    );
    const made = call("double", { params: { of: 21 }, call: 7 });
    expect(await made.answer).toEqual({
      ...{ kind: "answer", at: 1000, path: "double", attempt: 1, call: 7, startedAt: 1000, worker: "test/1" },
      ...{ effects: [], stateReads: [], stateVersion: 0, flowVersion: 0, ask: null },
      outcome: { kind: "returned", output: 42 },
    });
  });

  it("gives the body its attempt, its run and a key that is the same for all attempts", async () => {
    const call = callsOf(
      workflow("report").step("look", {
        run: (_: object, { run, step, path, attempt, idempotencyKey, metadata }) => {
          return { run, step, path, attempt, idempotencyKey, startedAt: metadata.startedAt };
        },
      }),
    );
    const run = { id: "run-1", parentRunId: null, metadata: { tag: "a" }, timeoutMs: null, input: undefined };
    const state = { state: {}, stateVersion: 0, flowState: null, flowVersion: 0 };
    expect(await call("look", { attempt: 3, startedAt: 5, run: { ...run, ...state } }).output).toEqual({
      run: { id: "run-1", workflow: "report", metadata: { tag: "a" }, parentRunId: null },
      ...{ step: "look", path: "look", attempt: 3, idempotencyKey: "run-1/look", startedAt: 5 },
    });
  });

  it("finds the steps of sub-workflows, items and iterations", async () => {
    const inner = workflow("inner").map("each", {
      over: () => [1],
      params: { value: ({ item }) => item },
      run: ({ value }: { value: number }, { path }) => `${path} ${value}`,
    });
    const call = callsOf(
      workflow("outer")
        .map("all", { over: () => [1], run: () => 1 })
        .subflow("below", { workflow: inner }),
    );
    const item = { number: 2, value: 5 };
    expect(await call("below/each[2]", { item, params: { value: 5 } }).output).toBe("below/each[2] 5");
  });

  it("wraps what the body threw, as the engine does, with the time until the next attempt", async () => {
    const call = callsOf(
      workflow("report").step("fail", {
        params: { of: ({ input }) => input as number },
        retry: { attempts: 3, delay: 100, backoff: "exponential" },
        run: (_: { of: number }) => {
          throw new Error("No");
        },
      }),
    );
    const [first, last] = [call("fail", { attempt: 2, params: { of: 7 } }), call("fail", { attempt: 3 })];
    expect((await first.answer).outcome).toMatchObject({ kind: "threw", delayMs: 200 });
    expect((await last.answer).outcome).toMatchObject({ kind: "threw", delayMs: null });
    const error = await first.error;
    expect(error).toBeInstanceOf(StepError);
    expect(error.message).toBe('Step "fail" failed on attempt 2: Error: No.');
    expect((error as StepError).contextSnapshot).toEqual({ input: { of: 7 }, state: {}, stepState: {} });
  });
});
