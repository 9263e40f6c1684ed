/** An output of a step that can be used again. Times are milliseconds since the epoch. */
export interface Memo {
  /** The run, and the path in it, of the step that gave it. */
  readonly runId: string;
  readonly path: string;
  readonly output: unknown;
  /** When it was given. */
  readonly time: number;
  /** Null: never. */
  readonly expiresAt: number | null;
}

/** Where outputs of steps are kept for later runs. */
export interface MemoStore {
  /** Null if there is none, or if it has expired by `now`. */
  read(key: string, now: number): Memo | null | Promise<Memo | null>;
  /** Replaces the one that is there. */
  write(key: string, memo: Memo): void | Promise<void>;
  /** Forgets those that have expired by `now`. @returns how many */
  prune(now: number): number | Promise<number>;
}
