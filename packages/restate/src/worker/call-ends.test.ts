import { CancelledError, live } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { callsOf } from "../../../../test/restate/support/called-steps.ts";

describe("the output of a call", () => {
  it("is parsed by its schema here, and refused without another attempt", async () => {
    const steps = (run: () => string) =>
      workflow("parsed").step("parse", {
        output: z.string().transform(Number).pipe(z.number()),
        retry: { attempts: 3 },
        run,
      });
    expect(await callsOf(steps(() => "7"))("parse").output).toBe(7);
    const { outcome } = await callsOf(steps(() => "x"))("parse").answer;
    expect(outcome).toMatchObject({ kind: "threw", delayMs: null });
  });

  it("of a stream is the list of its items", async () => {
    const call = callsOf(
      workflow("streaming").step("stream", {
        run: async function* () {
          yield 1;
          yield 2;
        },
      }),
    );
    expect(await call("stream").output).toEqual([1, 2]);
  });

  it("cannot be a live value", async () => {
    const call = callsOf(
      workflow("live").step("open", { retry: { attempts: 3 }, run: () => ({ socket: live(new Map()) }) }),
    );
    const made = call("open");
    expect((await made.answer).outcome).toMatchObject({ delayMs: null });
    expect((await made.error).message).toBe(
      'Step "open" failed on attempt 1: The output of step "open" cannot be recorded: it holds a live value, which stays in the process of its worker, and other steps may be called elsewhere. Give what the object can be made from again, or do what needs it in this step.',
    );
  });

  it("that does not fit into a message is the failure of the step", async () => {
    const call = callsOf(
      workflow("large").step("fill", {
        run: (_: object, { state }) => {
          state.set("a", 1);
          return "x".repeat(17 * 2 ** 20);
        },
      }),
    );
    const made = call("fill");
    expect((await made.error).message).toMatch(
      /^Step "fill" failed on attempt 1: What step "fill" gives, with what it changes of its run, cannot be recorded: it does not fit into one message \(A message for a run cannot be recorded: .*\)\. Keep it elsewhere and give its address, or give less of it\.$/,
    );
    expect((await made.answer).effects).toEqual([]);
  });
});

describe("what a body does to its run", () => {
  const news = defineEvent("news", z.object({ n: z.coerce.number() }));

  it("is told in its order", async () => {
    const call = callsOf(
      workflow("telling").step("tell", {
        run: (_: object, { send, stop, span }) => {
          span.set("at", 1);
          send(news, { n: "2" });
          stop({ early: true });
        },
      }),
    );
    expect((await call("tell").answer).effects).toMatchObject([
      { kind: "event", event: { type: "variable-set" } },
      { kind: "send", event: "news", data: { n: 2 } },
      { kind: "stop", output: { early: true } },
    ]);
  });

  it("cannot hold a live value", async () => {
    const call = callsOf(
      workflow("live").step("keep", { run: (_: object, { state }) => state.set("socket", live(new Map())) }),
    );
    const made = call("keep");
    expect((await made.error).message).toContain(
      'A value in the state of step "keep" cannot be recorded: it holds a live value',
    );
    expect((await made.answer).effects).toEqual([]);
  });
});

describe("a call", () => {
  const hanging = (called: (signal: AbortSignal) => void, options: object = {}) =>
    workflow("hanging").step("hang", {
      ...options,
      run: (_: object, { signal }) => {
        called(signal);
        return new Promise(() => {});
      },
    });

  it("fails when what is left of its timeout is over, from when its body was called", async () => {
    const clock = createManualClock();
    const called = Promise.withResolvers<AbortSignal>();
    const call = callsOf(hanging(called.resolve, { timeout: 500, retry: { attempts: 2, delay: 10 } }), { clock });
    const made = call("hang", { remainingMs: 200 });
    const signal = await called.promise;
    clock.advance(199);
    expect(signal.aborted).toBe(false);
    clock.advance(1);
    expect(signal.aborted).toBe(true);
    expect((await made.answer).outcome).toMatchObject({ kind: "threw", delayMs: 10 });
    expect((await made.error).message).toBe(
      'Step "hang" did not settle within its timeout of 500 ms (attempt 1). Raise the timeout, or end the work when context.signal is aborted.',
    );
    expect(clock.nextTimer).toBe(null);
  });

  it("that is to end has its grace period, and gives its slot to others then", async () => {
    const clock = createManualClock();
    const called: ((signal: AbortSignal) => void)[] = [];
    const nextCall = () => new Promise<AbortSignal>((resolve) => void called.push(resolve));
    const [first, second] = [nextCall(), nextCall()];
    const call = callsOf(
      hanging((signal) => called.shift()?.(signal)),
      { clock, concurrency: 1 },
    );
    const made = call("hang");
    const waiting = call("hang");
    const signal = await first;
    made.abort({ kind: "failFast", step: "other" });
    expect(signal.reason).toBeInstanceOf(CancelledError);
    expect(called).toHaveLength(1);
    clock.advance(60_000);
    expect((await made.error).message).toBe(signal.reason.message);
    expect((await made.answer).outcome).toMatchObject({ delayMs: null });
    expect((await second).aborted).toBe(false);
    waiting.abandon(new Error("nobody waits"));
    await waiting.answer;
  });

  it("that is abandoned keeps its slot until the others have been abandoned, too", async () => {
    const clock = createManualClock();
    const signals: AbortSignal[] = [];
    const called = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const steps = hanging((signal) => called[signals.push(signal) - 1]?.resolve());
    const call = callsOf(steps, { clock, concurrency: 1 });
    const [first, second, third] = [call("hang"), call("hang"), call("hang")];
    await called[0]!.promise;
    const lost = new Error("The connection was lost");
    first.abandon(lost);
    expect(signals[0]?.reason).toBe(lost);
    await first.answer;
    second.abandon(lost);
    await second.answer;
    clock.advance(199);
    expect(signals).toHaveLength(1);
    clock.advance(1);
    await called[1]!.promise;
    third.abandon(lost);
    expect(signals).toHaveLength(2);
  });

  it("that is to end while it waits for a slot does not call its body", async () => {
    let calls = 0;
    const called = Promise.withResolvers<void>();
    const steps = hanging(() => {
      calls++;
      called.resolve();
    });
    const call = callsOf(steps, { concurrency: 1 });
    const first = call("hang");
    await called.promise;
    const second = call("hang");
    second.abort({ kind: "cancel", reason: "enough" });
    expect(await second.error).toMatchObject({ name: "CancelledError", because: { kind: "cancel", reason: "enough" } });
    first.abandon(new Error("nobody waits"));
    await first.answer;
    expect(calls).toBe(1);
  });

  it("may succeed although it is to end", async () => {
    const called = Promise.withResolvers<void>();
    const steps = workflow("late").step("end", {
      run: (_: object, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => resolve("done all the same"));
          called.resolve();
        }),
    });
    const made = callsOf(steps)("end");
    await called.promise;
    made.abort({ kind: "timeout" });
    expect(await made.output).toBe("done all the same");
  });

  it("waits for a slot of its process", async () => {
    let open = 0;
    let most = 0;
    const steps = workflow("slots").step("work", {
      run: async () => {
        most = Math.max(most, ++open);
        await null;
        open--;
      },
    });
    const call = callsOf(steps, { concurrency: 3 });
    await Promise.all(Array.from({ length: 20 }, () => call("work").output));
    expect(most).toBe(3);
  });
});
