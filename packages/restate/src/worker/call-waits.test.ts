import { createManualClock } from "@stepspan/engine/testing";
import { defineEvent, workflow } from "stepspan";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { z } from "zod";
import { callsOf } from "../../../../test/restate/support/called-steps.ts";
import type { CalledWait } from "../protocol/step-call.ts";

const approved = defineEvent("approved", z.object({ by: z.string() }));

function waited(number: number, outcome: CalledWait["outcome"], event: string | null = null): CalledWait {
  return {
    number,
    event,
    startedAt: 0,
    dueAt: null,
    endedAt: outcome === null ? null : 1,
    isSelective: false,
    outcome,
  };
}

const elapsed = { kind: "elapsed" };

describe("a body that waits", () => {
  const clock = createManualClock(1_700_000_000_000.5);
  const steps = workflow("waiting").step("wait", {
    run: async (_: object, context) => {
      context.log.info("before");
      await context.sleep("1s");
      context.log.info("between");
      const { by } = await context.waitFor(approved, { timeout: 250 });
      context.log.info("after");
      return by;
    },
  });

  it("ends its call with what it waits for, and how long at most", async () => {
    const { outcome, effects } = await callsOf(steps, { clock })("wait").answer;
    expect(outcome).toEqual({
      kind: "waits",
      waits: [{ wait: 1, event: null, isSelective: false, durationMs: 1000 }],
      answer: null,
    });
    expect(effects).toMatchObject([{ event: { type: "log-written", message: "before" } }]);
  });

  it("is called anew with what is recorded of its waits, and does not repeat what it wrote before them", async () => {
    const waits = { first: 0, entries: [waited(1, elapsed)] };
    const { outcome, effects } = await callsOf(steps, { clock })("wait", { waits }).answer;
    expect(outcome).toMatchObject({ waits: [{ wait: 2, event: "approved", durationMs: 250 }] });
    expect(effects).toMatchObject([{ event: { message: "between" } }]);
  });

  it("goes on behind the last of them", async () => {
    const answered = waited(2, { kind: "answered", data: { by: "Ada" } }, "approved");
    const made = callsOf(steps, { clock })("wait", { waits: { first: 0, entries: [waited(1, elapsed), answered] } });
    expect(await made.output).toBe("Ada");
    expect((await made.answer).effects).toMatchObject([{ event: { message: "after" } }]);
  });

  it("fails with a wait that took too long", async () => {
    const late = { ...waited(2, { kind: "timed-out" }, "approved"), dueAt: 250 };
    const waits = { first: 0, entries: [waited(1, elapsed), late] };
    const error = await callsOf(steps, { clock })("wait", { waits }).error;
    expect(error.message).toBe(
      'Step "wait" failed on attempt 1: Step "wait" waited 250 ms for event "approved", and none came that it takes. Raise the timeout of the wait, or send the event.',
    );
  });

  it("counts from the waits of earlier attempts on", async () => {
    const waits = { first: 1, entries: [waited(1, elapsed)] };
    const { outcome } = await callsOf(steps, { clock })("wait", { waits, attempt: 2 }).answer;
    expect(outcome).toMatchObject({ waits: [{ wait: 2, event: null }] });
  });

  it("tells of all that it waits for at once, and leaves what it does beside them to the call that goes on", async () => {
    const both = workflow("both").step("wait", {
      run: async (_: object, context) => {
        const waits = [context.sleep(10), context.waitFor(approved, { where: ({ by }) => by === "Ada" })];
        context.state.append("log", "beside");
        await Promise.all(waits);
        return context.state.get("log");
      },
    });
    const first = await callsOf(both)("wait").answer;
    expect(first.outcome).toMatchObject({
      waits: [
        { wait: 1, event: null, isSelective: false, durationMs: 10 },
        { wait: 2, event: "approved", isSelective: true, durationMs: null },
      ],
    });
    expect(first.effects).toEqual([]);
    const entries = [waited(1, elapsed), waited(2, { kind: "answered", data: { by: "Ada" } }, "approved")];
    const second = callsOf(both)("wait", { waits: { first: 0, entries } });
    expect(await second.output).toEqual(["beside"]);
    expect((await second.answer).effects).toEqual([
      { kind: "state", change: { op: "append", key: "log", value: "beside" } },
    ]);
  });

  it("answers what its where says about an event", async () => {
    const chosen = workflow("chosen").step("wait", {
      run: (_: object, context) =>
        context.waitFor(approved, {
          where: ({ by }) => {
            if (by === "nobody") throw new Error("who?");
            return by === "Ada";
          },
        }),
    });
    const waits = { first: 0, entries: [{ ...waited(1, null, "approved"), isSelective: true }] };
    const asked = (by: string) => callsOf(chosen)("wait", { waits, ask: { wait: 1, sent: 5, data: { by } } }).answer;
    expect(await asked("Ada")).toMatchObject({ ask: { wait: 1, sent: 5 }, outcome: { answer: { kind: "taken" } } });
    expect(await asked("Bob")).toMatchObject({ outcome: { answer: { kind: "refused" } } });
    expect(await asked("nobody")).toMatchObject({ outcome: { answer: { kind: "failed", error: new Error("who?") } } });
  });

  it("says nothing about an event if it does not come to the wait", async () => {
    const other = workflow("other").step("wait", { run: (_: object, context) => context.sleep(5) });
    const waits = { first: 0, entries: [waited(1, elapsed), { ...waited(2, null, "approved"), isSelective: true }] };
    const { outcome } = await callsOf(other)("wait", { waits, ask: { wait: 2, sent: 5, data: { by: "Ada" } } }).answer;
    expect(outcome).toEqual({ kind: "returned", output: undefined });
  });

  it("has to wait in the same order each time", async () => {
    const waits = { first: 0, entries: [waited(1, { kind: "answered", data: 1 }, "other")] };
    const error = await callsOf(steps, { clock })("wait", { waits }).error;
    expect(error.message).toBe(
      'Step "wait" failed on attempt 1: Step "wait" was called again after a restart, and its wait number 1 is another one: it waited for event "other" before, and now slept. A body has to wait in the same order each time; give the workflow another version if it changed.',
    );
  });

  it("is told, once, that nobody hears of what it does beside them", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => told.mockRestore());
    const work = Promise.withResolvers<string>();
    const beside = workflow("beside").step("work", {
      run: (_: object, context) => Promise.race([work.promise, context.sleep("1h")]),
    });
    const call = callsOf(beside);
    const [first, second] = [call("work"), call("work")];
    expect((await first.answer).outcome.kind).toBe("waits");
    expect((await second.answer).outcome.kind).toBe("waits");
    work.resolve("done");
    await work.promise;
    await vi.waitFor(() => expect(told).toHaveBeenCalled());
    expect(told.mock.calls).toEqual([
      [
        'Step "work" of workflow "beside" has ended beside a wait that was not over, and nobody heard of it. With Restate a body that waits is not kept in memory: it is called anew when a wait is over, and what it does meanwhile is lost. Make the wait, or the work beside it, a step of its own: .wait(), .sleep() and .race() join them.',
      ],
    ]);
  });
});
