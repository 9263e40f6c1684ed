import type { Parameter, StepDefinition } from "./definition.ts";
import type { Plan } from "./plan.ts";

/**
 * What is looked up of a plan again and again while it runs. The lists of a plan are frozen, and V8 reads those by a call
 * for each item; these are not, so nobody but the engine gets them.
 */
export interface StepTable {
  readonly steps: readonly StepDefinition[];
  readonly paths: readonly string[];
  readonly params: readonly (readonly Parameter[])[];
  /** Of the reads that are expected, in one list, what is read and by which parameter; a step's own are where `Plan.reads` says. */
  readonly readSteps: readonly string[];
  readonly readParameters: readonly (string | null)[];
}

const tables = new WeakMap<Plan, StepTable>();

/** One for each plan, made when it is first asked for. Linear in steps and edges (I9). */
export function stepTableOf(plan: Plan): StepTable {
  const known = tables.get(plan);
  if (known !== undefined) return known;
  const { steps, paths, reads } = plan;
  const flat = reads.lists.flat();
  const made: StepTable = {
    steps: steps.slice(),
    paths: paths.slice(),
    params: steps.map(({ params }) => params.slice()),
    readSteps: flat.map(({ step }) => step),
    readParameters: flat.map(({ parameter }) => parameter),
  };
  tables.set(plan, made);
  return made;
}
