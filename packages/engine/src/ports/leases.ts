/** That an owner has a run, for the so-and-so-many-th time that it was taken: a later taking ends it. */
export interface Lease {
  readonly owner: string;
  /** 1 for who began the run; 1 more with each taking. */
  readonly epoch: number;
}

/** Which runs are wanted. Times are milliseconds since the epoch. */
export interface WantedRuns {
  /** Terms that ended before are over. */
  readonly now: number;
  /** Only this run, whether it is running, paused or parked. Default: all that are running. */
  readonly runId?: string;
  /** Only runs of workflows of these names. Default: of all. */
  readonly workflows?: readonly string[];
  /** Only runs that have something to do before this time. Default: all. */
  readonly dueBefore?: number;
  /** At most so many. */
  readonly limit: number;
}

/** A run that was taken. */
export interface TakenRun {
  readonly runId: string;
  readonly workflow: string;
  readonly lease: Lease;
  /** Whether its owner vanished; false: it was given back, or is one's own. */
  readonly isOrphan: boolean;
}

/**
 * Which engine owns which run. An owner has one term for all its runs, and has them for as long as it renews that; a
 * run whose owner gave it back, or whose term is over, can be taken. Each taking raises the epoch of the run, and who
 * appends under an earlier one is refused: so two owners never write to one run.
 */
export interface Leases {
  /**
   * The owner has its runs until then.
   *
   * @returns false if its term was over before, at `now`: others may have taken its runs
   */
  renew(owner: string, term: { readonly now: number; readonly until: number }): boolean | Promise<boolean>;
  /**
   * Takes unfinished runs that nobody else has, those with the earliest things to do first. With `runId` also the owner's
   * own, and one that is paused or parked from whoever has it: nothing of it goes on there.
   */
  take(owner: string, wanted: WantedRuns): readonly TakenRun[] | Promise<readonly TakenRun[]>;
  /** Gives back one run, if the owner has it; without a `runId` all that it has, and its term is over. */
  release(owner: string, runId?: string): void | Promise<void>;
}
