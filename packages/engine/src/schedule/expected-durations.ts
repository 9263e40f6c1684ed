import type { StepDefinition } from "../plan/definition.ts";
import type { Plan } from "../plan/plan.ts";
import type { StepDurations } from "../ports/durations.ts";
import { childPlanOf } from "./plans-within.ts";

/** What is known of the steps of a plan that call functions, by estimates or from earlier runs. */
export interface KnownDurations {
  readonly learned: StepDurations;
  /** Of the means, in milliseconds; each step counts once. */
  readonly sum: number;
  /** How many steps are known. */
  readonly count: number;
}

/** Linear in the steps. */
export function knownDurations({ steps }: Plan, learned: StepDurations): KnownDurations {
  let [sum, count] = [0, 0];
  for (const step of steps) {
    if (!("body" in step.form) || step.form.body.kind === "workflow") continue;
    const known = step.estimateMs ?? learned.get(step.name)?.mean;
    if (known === undefined) continue;
    sum += known;
    count++;
  }
  return { learned, sum, count };
}

/** What there is to say of steps of which nothing is known. */
export interface Expectations extends KnownDurations {
  /** Of the steps of other plans of the run; 1 if nothing is known of them either, so that paths count steps. */
  readonly elsewhere: number;
  /** How long a whole run of a sub-workflow takes. */
  readonly wholeOf: (child: Plan) => number;
}

/** How long each step is expected to take, once: of a map one item, of a loop one iteration. In milliseconds. */
export function expectedDurations({ steps }: Plan, expectations: Expectations): Float64Array {
  const { learned, sum, count, elsewhere, wholeOf } = expectations;
  const usual = count > 0 ? sum / count : elsewhere;
  const expected = new Float64Array(steps.length);
  steps.forEach((step, index) => {
    expected[index] = step.estimateMs ?? learnedOf(step) ?? unestimated(step);
  });
  return expected;

  function learnedOf({ name, form }: StepDefinition): number | undefined {
    return "body" in form && form.body.kind === "function" ? learned.get(name)?.mean : undefined;
  }

  function unestimated(step: StepDefinition): number {
    const child = childPlanOf(step);
    if (child !== null) return wholeOf(child);
    if ("body" in step.form) return usual;
    return step.form.kind === "sleep" ? step.form.durationMs : 0; // nobody knows when an event comes
  }
}
