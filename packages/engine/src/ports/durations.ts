/** How long a step took, in the attempts that were noted. */
export interface StepDuration {
  /** In milliseconds. */
  readonly mean: number;
  /** Of how many attempts. */
  readonly count: number;
}

/** By the names of the steps. */
export type StepDurations = ReadonlyMap<string, StepDuration>;

/**
 * Where it is kept how long steps took, for the schedules of later runs. A version of a workflow is known by its
 * fingerprint. Nothing but the order of starts depends on it: a store may forget versions that were not noted for long.
 */
export interface DurationStore {
  /** Empty if nothing was noted. The same map while nothing changes spares its readers work. */
  read(workflow: string, version: string): StepDurations | Promise<StepDurations>;
  /** Adds attempts to those that were noted before, by other writers too; see `withDurations`. */
  note(workflow: string, version: string, durations: StepDurations): void | Promise<void>;
}

/** What was noted before and what is added, as one: the mean of a step is that of all its attempts. */
export function withDurations(before: StepDurations, added: StepDurations): StepDurations {
  const all = new Map(before);
  for (const [step, duration] of added) {
    const known = all.get(step);
    all.set(step, known === undefined ? duration : together(known, duration));
  }
  return all;
}

function together(one: StepDuration, other: StepDuration): StepDuration {
  const count = one.count + other.count;
  return { mean: one.mean + (other.mean - one.mean) * (other.count / count), count };
}
