import { createManualClock, type ManualClock } from "@stepspan/engine/testing";
import { type AnyWorkflow, createEngine, memoryStore, type Schedule, type Store, workflow } from "stepspan";
import type { Trace } from "./trace.ts";

/** A trace as a workflow whose bodies hold their slots for as long as they are told, in virtual time. */
export interface Replay {
  /** Runs it once in an engine of its own. @returns how long it took, in virtual milliseconds */
  run(options: ReplayOptions): Promise<number>;
}

export interface ReplayOptions {
  readonly slots: number;
  readonly schedule: Schedule;
  readonly store?: Store;
  /** How long each task takes. Default: what it took in the trace. */
  readonly durationsMs?: readonly number[];
}

/** @param isKnown whether the durations of the trace are given as estimates */
export function replayOf({ name, tasks }: Trace, isKnown: boolean): Replay {
  let clock: ManualClock;
  let durations: readonly number[];
  let built: AnyWorkflow = workflow(name);
  tasks.forEach((task, place) => {
    const run = () => new Promise<void>((end) => clock.setTimer(clock.now() + durations[place]!, end));
    const dependsOn = task.parents.map((parent) => tasks[parent]!.name);
    built = built.step(task.name, { dependsOn, run, ...(isKnown && { estimate: task.durationMs }) });
  });
  return {
    async run({ slots, schedule, store = memoryStore(), durationsMs = tasks.map((task) => task.durationMs) }) {
      clock = createManualClock();
      durations = durationsMs;
      await using engine = createEngine({ concurrency: slots, schedule, store, clock });
      const handle = engine.start(built);
      await passTime(clock, handle.result);
      const { spans, duration } = await handle.result;
      if (spans.length !== tasks.length || duration === null) throw new Error(`${name} did not run as a whole.`);
      return duration;
    },
  };
}

/** Moves the clock to the next end of a task whenever nothing can happen before it, until the run is over. */
async function passTime(clock: ManualClock, result: Promise<unknown>): Promise<void> {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  result.then(end, end);
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve)); // the event loop comes round after all microtasks
    if (isOver) return;
    if (clock.nextTimer === null) throw new Error("The run waits, and no task is open.");
    clock.advance(clock.nextTimer - clock.now());
  }
}
