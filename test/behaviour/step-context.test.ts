import { defineEvent, workflow } from "@stepspan/dsl";
import { createEngine, type StepContext } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

describe("the context of an attempt", () => {
  it("says where it is, with what and which attempt", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("order-report").step("a/b", {
        params: { day: "Friday" },
        retry: { attempts: 2, delay: 5 },
        run: steps.held("a/b"),
      }),
      { run: { runId: "order 7", metadata: { request: "r-1" } } },
    );
    await steps.fail("a/b");
    await trial.advance(5);
    const context = steps.context("a/b");
    expect(context.run).toEqual({
      id: "order 7",
      workflow: "order-report",
      metadata: { request: "r-1" },
      parentRunId: null,
    });
    expect(context.step).toBe("a/b");
    expect(context.path).toBe("a%2Fb");
    expect(context.input).toBe(steps.calls("a/b")[1]?.params);
    expect(context.input).toEqual({ day: "Friday" });
    expect(context.attempt).toBe(2);
    expect(context.metadata).toEqual({ attempt: 2, startedAt: 5, finishedAt: null, duration: 0 });
    expect(context.signal).toBeInstanceOf(AbortSignal);
    expect(context.signal).toBe(context.signal);
  });

  it("has an idempotency key that is the same for all attempts of a step in a run, and no other's", async () => {
    const keys: string[] = [];
    const note = (_: object, { idempotencyKey, attempt }: StepContext) => {
      keys.push(idempotencyKey);
      if (attempt === 1) throw new Error("again");
    };
    const engine = createEngine();
    const twice = workflow("bodies")
      .step("a", { retry: { attempts: 2 }, run: note })
      .step("b", { dependsOn: ["a"], retry: { attempts: 2 }, run: note });
    await engine.run(twice, undefined, { runId: "first" });
    await engine.run(twice, undefined, { runId: "second" });
    expect(keys).toEqual(["first/a", "first/a", "first/b", "first/b", "second/a", "second/a", "second/b", "second/b"]);
  });

  it("can be taken apart: its functions know where they are from", async () => {
    const event = defineEvent("said");
    const steps = workflow("bodies")
      .step("say", {
        run: async (_, { emit, send, sleep, waitFor, snapshot, fork, log, span, usage, state }) => {
          emit(event, "out");
          send(event, "in");
          await sleep(0);
          log.info(String(await waitFor(event)));
          span.set("said", true);
          usage.add("words", 1);
          state.set("said", 1);
          fork().state.set("said", 2);
          return snapshot().state;
        },
      })
      .step("end", {
        params: { state: ({ stepSpan }) => stepSpan("say").output },
        run: ({ state }, { stop }) => stop(state),
      });
    await using engine = createEngine();
    const run = await engine.run(steps);
    expect(run.output).toEqual({ said: 1 });
    expect(run.span("say")).toMatchObject({ vars: { said: true }, usage: { words: 1 }, logs: [{ message: "in" }] });
  });
});
