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
  /** Called once, when the job has a slot. The slot is held until the promise settles; it never rejects. */
  start(): Promise<void>;
}

/** Jobs that have a limit in common: how many of them may hold slots at once. */
export interface JobGroup {
  readonly concurrency: number;
}

/** Where attempts wait for a slot and are started. */
export interface Executor {
  /** The names of its queues, the default one apart. */
  readonly queues: ReadonlySet<string>;
  /** @returns a function that takes the job back; does nothing once it was started */
  submit(job: Job): () => void;
  /** Leaves no timer behind. Jobs that wait are not started any more. */
  close(): void;
}
