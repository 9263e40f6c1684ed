import { memoryStore } from "stepspan";
import { listSchedule, lowerBound } from "./list-schedule.ts";
import { seededNumbers, varied } from "./random-durations.ts";
import { replayOf } from "./replay.ts";
import type { Trace } from "./trace.ts";

/** What is compared: the last is the reference, which is no engine. */
export const policies = ["fifo", "known", "learned", "reference"] as const;

export type Policy = (typeof policies)[number];

/** The makespans of one trace with so many slots, each over the lower bound. */
export interface Measurement {
  readonly trace: string;
  readonly tasks: number;
  readonly boundMs: number;
  readonly ratios: Readonly<Record<Policy, number>>;
}

/** How durations are learned before they are measured with. */
export interface Learning {
  readonly runs: number;
  /** See `varied`. */
  readonly spread: number;
  readonly seed: number;
}

export async function measure(trace: Trace, slots: number, learning: Learning): Promise<Measurement> {
  const boundMs = lowerBound(trace, slots);
  const [unknown, known] = [replayOf(trace, false), replayOf(trace, true)];
  const makespans: Record<Policy, number> = {
    fifo: await unknown.run({ slots, schedule: "fifo" }),
    known: await known.run({ slots, schedule: "critical-path" }),
    learned: await afterLearning(trace, slots, learning),
    reference: listSchedule(trace, slots),
  };
  const ratios = Object.fromEntries(policies.map((policy) => [policy, makespans[policy] / boundMs]));
  return { trace: trace.name, tasks: trace.tasks.length, boundMs, ratios: ratios as Measurement["ratios"] }; // of all policies
}

/** Runs that vary come first, on one store; the run that is measured takes what the trace took. */
async function afterLearning(trace: Trace, slots: number, { runs, spread, seed }: Learning): Promise<number> {
  const [replay, store, random] = [replayOf(trace, false), memoryStore(), seededNumbers(seed)];
  const durations = trace.tasks.map(({ durationMs }) => durationMs);
  for (let run = 0; run < runs; run++) {
    await replay.run({ slots, schedule: "critical-path", store, durationsMs: varied(durations, spread, random) });
  }
  return replay.run({ slots, schedule: "critical-path", store });
}
