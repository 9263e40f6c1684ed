import type { Duration } from "../plan/duration.ts";
import type { Schedule } from "../schedule/schedule.ts";

/** How one run differs from the others of its engine. */
export interface RunOptions {
  /**
   * Live objects for the steps of this run, each under its name, or what `perRun` gives. They replace those of the same
   * names of the workflow and of the engine.
   */
  readonly resources?: object;
  /** Default: a random UUID. An id that the store knows already is refused. */
  readonly runId?: string;
  /** Kept on the run and readable in its steps as `context.run.metadata`: a request id, tags. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Cancels the run when it is aborted. */
  readonly signal?: AbortSignal;
  /** How many attempts of this run may be open at once, within the limits of the engine. Default: no limit of its own. */
  readonly concurrency?: number;
  /** Which of its ready steps start first. Default: that of the engine. */
  readonly schedule?: Schedule;
  /** Limit of the whole run. Default: that of the workflow. */
  readonly timeout?: Duration;
}

/** The options of a run that is followed by a handle. */
export interface StartOptions extends RunOptions {
  /** The run stays open for events until `handle.stop()`. Default: false. */
  readonly live?: boolean;
}
