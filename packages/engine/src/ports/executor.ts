/** One attempt that asks for a slot. */
export interface Job {
  /** The name of a queue of the engine; null for the default one. */
  readonly queue: string | null;
  /** Higher first. */
  readonly priority: number;
  /** Among those of the same priority higher first; 0 where nobody says. Among equals the one that was submitted first. */
  readonly rank: number;
  /** The jobs of a run that has a limit of its own share a group; null for no such limit. */
  readonly group: JobGroup | null;
  /** Who submits it. */
  readonly source: JobSource;
  /**
   * Called once, when the job has a slot: it holds that until it gives it back. What follows from it may wait until the
   * source hears `started`. Does not throw.
   */
  start(): void;
}

/** Who submits jobs: a run. */
export interface JobSource {
  /** Its jobs for which there is a slot at this moment were started one after the other. Does not throw. */
  started(): void;
}

/** Jobs that have a limit in common: how many of them may hold slots at once. */
export interface JobGroup {
  readonly concurrency: number;
}

/** The slot that a job waits for or holds. */
export interface Slot {
  /** Takes the job back; does nothing once it was started. */
  withdraw(): void;
  /** Gives the slot to others; does nothing for a job that was not started, and the second time. */
  release(): void;
}

/** Where attempts wait for a slot and are started. */
export interface Executor {
  /** The names of its queues, the default one apart. */
  readonly queues: ReadonlySet<string>;
  /** No job starts before the code that submits it is through: what becomes ready together competes by priority. */
  submit(job: Job): Slot;
  /** Leaves no timer behind. Jobs that wait are not started any more. */
  close(): void;
}
