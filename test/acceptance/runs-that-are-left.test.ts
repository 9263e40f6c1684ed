import { type Clock, createEngine, defineEvent, perRun, RunLeftError, workflow } from "stepspan";
import { afterEach, describe, expect, it, vi } from "vitest";
import { faultyStore } from "../support/faulty-store.ts";
import { createHeldSteps, type HeldSteps } from "../support/held-steps.ts";
import { turn } from "../support/turn.ts";
import { createWorld, termMs } from "../support/world.ts";

const runId = "run-1";
const text =
  'Run "run-1" of workflow "busy" did not end here: its engine was closed and gave it back to the store. It goes on when an engine recovers or resumes it.';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A clock that knows which of its timers are set. */
function countingClock(clock: Clock): Clock & { readonly timers: ReadonlySet<object> } {
  const timers = new Set<object>();
  return {
    timers,
    now: () => clock.now(),
    setTimer(at, ring, isBackground) {
      const timer = {};
      timers.add(timer);
      const cancel = clock.setTimer(at, () => timers.delete(timer) && ring(), isBackground);
      return () => timers.delete(timer) && cancel();
    },
  };
}

/** A step that is open, one in backoff, one that sleeps, one that waits, and one that the others hold up. */
function busy(steps: HeldSteps, disposed: string[] = []) {
  const connection = perRun(() => ({ [Symbol.dispose]: () => void disposed.push("connection") }));
  return workflow("busy")
    .resources({ connection })
    .step("open", { timeout: "1h", run: steps.held<string>("open") })
    .step("backoff", {
      retry: { attempts: 2, delay: 1000 },
      run: (_params, { attempt }) => {
        if (attempt === 1) throw new Error("busy");
        return "at last";
      },
    })
    .sleep("nap", 2000)
    .wait("answer", { event: defineEvent("answer"), timeout: "1d", continueOnError: true })
    .step("last", { dependsOn: ["open"], run: steps.held<string>("last") });
}

async function leave() {
  const world = createWorld();
  const clock = countingClock(world.clock);
  const steps = createHeldSteps();
  const disposed: string[] = [];
  const { engine } = world.process({ clock });
  const handle = engine.start(busy(steps, disposed), undefined, { runId });
  const outcome = handle.result.catch((error: unknown) => error);
  await turn();
  await engine.close({ runs: "leave" });
  return { ...{ world, clock, steps, disposed, engine, handle, outcome } };
}

describe("close({ runs: 'leave' })", () => {
  it("gives the runs back as they are, and they go on at once in another engine", async () => {
    const { world, outcome } = await leave();
    expect(await outcome).toBeInstanceOf(RunLeftError);
    expect(await outcome).toMatchObject({ message: text, code: "RUN_LEFT", runId });
    expect(await world.kept.runs.get(runId)).toMatchObject({ status: "running", lease: null });
    const steps = createHeldSteps();
    const other = world.process({ workflows: [busy(steps)] }).engine;
    const { handles } = await other.recover();
    await turn();
    await world.advance(2000);
    expect(await handles[0]!.send("answer", "yes")).toBeUndefined();
    await steps.succeed("open");
    await steps.succeed("last", "end");
    expect((await handles[0]!.result).output).toBe("end");
    expect(world.journal(runId).find(({ type }) => type === "run-resumed")).toMatchObject({ isCrash: false });
  });

  it("leaves nothing behind: no timer, no attempt, no resource; and nothing of it is heard or called later", async () => {
    const { world, clock, steps, disposed, handle } = await leave();
    const before = world.journal(runId).length;
    expect([clock.timers.size, disposed]).toEqual([0, ["connection"]]);
    expect(steps.context("open").signal.aborted).toBe(true);
    expect((steps.context("open").signal.reason as Error).message).toBe(text);
    await steps.succeed("open", "too late");
    handle.cancel("too late");
    handle.resume();
    await handle.pause();
    await expect(handle.send("answer", 1)).rejects.toThrow("is over, so it takes no event");
    for (let count = 0; count < 5; count++) await world.advance(100_000);
    expect(steps.calls("last")).toEqual([]);
    expect([world.journal(runId).length, clock.timers.size]).toEqual([before, 0]);
  });

  it("is what an engine does by default that recovers runs by itself, and cancels if it is told to", async () => {
    for (const [options, status] of [
      [undefined, "running"],
      [{ runs: "cancel" }, "cancelled"],
    ] as const) {
      const world = createWorld();
      const steps = createHeldSteps();
      const { engine } = world.process({ workflows: [busy(steps)], recover: true });
      engine.start(busy(steps), undefined, { runId }).result.catch(() => undefined);
      await turn();
      const closed = engine.close(options);
      await turn();
      await world.advance(5000);
      await closed;
      expect((await world.kept.runs.get(runId))?.status).toBe(status);
    }
  });

  it("cancels a run that had not begun: the store has nothing of it", async () => {
    const world = createWorld();
    const { engine } = world.process();
    const handle = engine.start(busy(createHeldSteps()), undefined, { runId });
    const closed = engine.close({ runs: "leave" });
    await expect(handle.result).rejects.toThrow('The run of workflow "busy" was cancelled: "the engine was closed".');
    await closed;
    expect(await world.kept.runs.get(runId)).toBeNull();
  });

  it("waits for runs that are being recovered, and leaves these too, without a word on the console", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
    for (const recover of [true, false]) {
      for (let microtasks = 0; microtasks < 40; microtasks++) {
        const { world } = await leave();
        const clock = countingClock(world.clock);
        const store = faultyStore(world.kept, null, true);
        const engine = createEngine({ store, clock, workflows: [busy(createHeldSteps())], recover });
        const recovery = recover ? null : engine.recover();
        for (let count = 0; count < microtasks; count++) await undefined;
        await engine.close({ runs: "leave" });
        await recovery;
        await turn();
        expect(await world.kept.runs.get(runId)).toMatchObject({ status: "running", lease: null });
        expect(clock.timers.size).toBe(0);
        await world.advance(termMs);
        expect(clock.timers.size).toBe(0);
      }
    }
    expect(told).not.toHaveBeenCalled();
  });

  it("says which values it takes", () => {
    const engine = createEngine();
    expect(() => engine.close({ runs: "stop" as "leave" })).toThrow(
      'engine.close got "stop" as runs. Give "cancel" or "leave".',
    );
  });
});
