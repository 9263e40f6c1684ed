import { workflow } from "@stepspan/dsl";
import type { Store } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { faultyStore } from "../support/faulty-store.ts";
import { createHeldSteps, type HeldSteps } from "../support/held-steps.ts";
import { suspendableClock } from "../support/suspendable-clock.ts";
import { turn } from "../support/turn.ts";
import { createWorld, termMs } from "../support/world.ts";

const runId = "run-1";
const lost = (epoch: number) =>
  `Run "run-1" is not this engine's any more: its lease (epoch ${epoch}) has ended, because it was given back, or because the engine did not renew it in time and another one took the run. Nothing more is written, and its steps are aborted here; engine.runs.get shows how it goes on.`;

function build(steps: HeldSteps) {
  return workflow("long")
    .step("work", { run: steps.held<string>("work") })
    .step("next", { dependsOn: ["work"], run: steps.held<string>("next") });
}

/** An engine that is stopped past its lease, and another one that took its run. */
async function pausedPastItsLease() {
  const world = createWorld();
  const [steps, others] = [createHeldSteps(), createHeldSteps()];
  const clock = suspendableClock(world.clock);
  const late = world.process({ clock, workflows: [build(steps)] }).engine;
  const handle = late.start(build(steps), undefined, { runId });
  const outcome = handle.result.then(
    () => "succeeded",
    (error: Error) => error,
  );
  await turn();
  clock.suspend();
  await world.advance(termMs + 1);
  const other = world.process({ workflows: [build(others)] }).engine;
  const { handles } = await other.recover();
  await turn();
  return { ...{ world, clock, late, other, steps, others, outcome }, taken: handles[0]! };
}

describe("an engine that was stopped past its lease", () => {
  it("has its late writes refused, and its attempts are told to end", async () => {
    const { world, late, steps, others, outcome, taken } = await pausedPastItsLease();
    await steps.succeed("work", "too late");
    expect(await outcome).toMatchObject({ name: "StoreError", message: lost(1) });
    await others.succeed("work", "in time");
    await others.succeed("next", "end");
    expect((await taken.result).span("work").output).toBe("in time");
    expect(steps.calls("next")).toEqual([]);
    expect(world.story(runId).filter((event) => event === "step-succeeded work").length).toBe(1);
    await late.close();
  });

  it("hears of it at its next heartbeat, though its run writes nothing", async () => {
    const { clock, steps, others, outcome, taken } = await pausedPastItsLease();
    const { signal } = steps.context("work");
    expect(signal.aborted).toBe(false);
    clock.goOn();
    await turn();
    expect(signal.aborted).toBe(true);
    expect((signal.reason as Error).message).toBe(lost(1));
    expect(await outcome).toMatchObject({ message: lost(1) });
    await others.succeed("work");
    await others.succeed("next");
    expect((await taken.result).status).toBe("succeeded");
  });

  it("keeps a run that nobody has taken", async () => {
    const world = createWorld();
    const steps = createHeldSteps();
    const clock = suspendableClock(world.clock);
    const { engine } = world.process({ clock });
    const handle = engine.start(build(steps), undefined, { runId });
    await turn();
    clock.suspend();
    await world.advance(10 * termMs);
    clock.goOn();
    await turn();
    expect((await world.process({ workflows: [build(steps)] }).engine.recover()).handles).toEqual([]);
    await steps.succeed("work");
    await steps.succeed("next");
    expect((await handle.result).status).toBe("succeeded");
  });

  it("can have it back when the other gives it back, and what was left of it here does not give it back again", async () => {
    const { world, late, other, steps, outcome } = await pausedPastItsLease();
    await other.close({ runs: "leave" });
    const { handles } = await late.recover();
    expect(handles.map((handle) => handle.runId)).toEqual([runId]);
    expect(await outcome).toMatchObject({ message: lost(1) });
    await turn();
    expect(steps.calls("work")[0]?.context.signal.aborted).toBe(true);
    await steps.succeed("work", "late");
    await steps.succeed("work", "again");
    await steps.succeed("next");
    const run = await handles[0]!.result;
    expect([run.status, run.span("work").output]).toEqual(["succeeded", "again"]);
    expect(world.story(runId).filter((event) => event === "run-resumed").length).toBe(2);
  });

  it("hears of it though the store did not say so when the term was renewed", async () => {
    const world = createWorld();
    const [steps, others] = [createHeldSteps(), createHeldSteps()];
    const clock = suspendableClock(world.clock);
    // The second renewal, which finds the term over, does its work and reports a time-out.
    const store = faultyStore(world.kept, { call: 6, isDone: true, message: "time-out" });
    const late = world.process({ clock, store }).engine;
    const result = late.start(build(steps), undefined, { runId }).result.catch((error: Error) => error);
    await turn();
    expect(store.calls.length).toBe(5);
    clock.suspend();
    await world.advance(termMs + 1);
    await world.process({ workflows: [build(others)] }).engine.recover();
    clock.goOn();
    await turn();
    expect([store.calls.at(-1), steps.context("work").signal.aborted]).toEqual(["renew", false]);
    await world.advance(termMs / 3);
    expect(steps.context("work").signal.aborted).toBe(true);
    expect(await result).toMatchObject({ message: lost(1) });
  });
});

describe("a heartbeat", () => {
  it.each([false, true])("goes on after the store has failed once (slow: %s)", async (isSlow) => {
    for (let call = 2; call <= 12; call++) {
      const world = createWorld();
      const steps = createHeldSteps();
      const store = faultyStore(world.kept, { call, isDone: false, message: "busy" }, isSlow);
      const { engine } = world.process({ store });
      const handle = engine.start(build(steps), undefined, { runId });
      handle.result.catch(() => undefined);
      await turn();
      if (store.calls.length >= call) continue; // a write failed
      for (let third = 0; third < 12; third++) await world.advance(termMs / 3);
      expect(store.calls[call - 1]).toBe("renew");
      expect((await world.process({ workflows: [build(steps)] }).engine.recover()).handles).toEqual([]);
      await steps.succeed("work");
      await steps.succeed("next");
      expect((await handle.result).status).toBe("succeeded");
    }
  });

  it("after a long rest does not take a run for lost whose first events are on their way", async () => {
    const world = createWorld();
    const { engine } = world.process({ store: slowToWrite(faultyStore(world.kept, null, true)) });
    const quick = workflow("quick").step("only", { run: () => "done" });
    await engine.run(quick);
    await world.advance(10 * termMs); // its term is over
    expect((await engine.run(quick)).output).toBe("done");
    await engine.close();
  });
});

/** What is appended takes longer than anything else. */
function slowToWrite(store: Store): Store {
  return {
    ...store,
    open(opened, lease) {
      const journal = store.open(opened, lease);
      return { ...journal, append: (...given) => turn().then(() => journal.append(...given)) };
    },
  };
}
