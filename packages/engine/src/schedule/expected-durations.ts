import type { StepDefinition } from "../plan/definition.ts";
import type { Plan } from "../plan/plan.ts";
import type { StepDurations } from "../ports/durations.ts";
import { callsFunction, childPlanOf } from "./plans-within.ts";

/** What is known of the steps of a plan, by estimates or from earlier runs. */
export interface KnownDurations {
  /** How long each step is expected to take, in milliseconds; NaN for one of which nothing is known. */
  readonly durations: Float64Array;
  /** Of those that call functions. */
  readonly sum: number;
  /** How many these are. */
  readonly count: number;
}

/** Of a map one item counts, of a loop one iteration. Linear in the steps. */
export function knownDurations({ steps }: Plan, learned: StepDurations): KnownDurations {
  const durations = new Float64Array(steps.length);
  let [sum, count] = [0, 0];
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index]!; // an index of it
    const duration = knownDuration(step, learned);
    durations[index] = duration;
    if (Number.isNaN(duration) || !callsFunction(step)) continue;
    sum += duration;
    count++;
  }
  return { durations, sum, count };
}

function knownDuration(step: StepDefinition, learned: StepDurations): number {
  if (step.estimateMs !== null) return step.estimateMs;
  if (callsFunction(step)) return learned.get(step.name)?.mean ?? Number.NaN;
  if ("body" in step.form) return Number.NaN;
  return step.form.kind === "sleep" ? step.form.durationMs : 0; // nobody knows when an event comes
}

/** What there is to say of steps of which nothing is known. */
export interface Expectations {
  /** Of functions, if none of their plan is known. */
  readonly elsewhere: number;
  /** How long a whole run of a sub-workflow takes. */
  readonly wholeOf: (child: Plan) => number;
}

/** The durations of all steps: functions of which nothing is known take as long as the others of their plan do. */
export function expectedDurations(
  { steps }: Plan,
  { durations, sum, count }: KnownDurations,
  { elsewhere, wholeOf }: Expectations,
): Float64Array {
  const usual = count > 0 ? sum / count : elsewhere;
  return durations.map((duration, index) => {
    if (!Number.isNaN(duration)) return duration;
    const child = childPlanOf(steps[index]!); // of the same length
    return child === null ? usual : wholeOf(child);
  });
}
