import type { RunEvent } from "../core/events.ts";
import type { Duration } from "../plan/duration.ts";
import type { Run } from "../spans/run.ts";
import type { Runnable } from "./runnable.ts";

/** How one run differs from the others of its engine. */
export interface RunOptions {
  /** Default: a random UUID. An id that the store knows already is refused. */
  readonly runId?: string;
  /** Kept on the run and readable in its steps as `context.run.metadata`: a request id, tags. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Cancels the run when it is aborted. */
  readonly signal?: AbortSignal;
  /** How many attempts of this run may be open at once, within the limits of the engine. Default: no limit of its own. */
  readonly concurrency?: number;
  /** Limit of the whole run. Default: that of the workflow. */
  readonly timeout?: Duration;
}

/** A run that was started. */
export interface RunHandle<Output = unknown, Outputs = Readonly<Record<string, unknown>>> {
  readonly runId: string;
  /** Settles when the run is over. @throws RunError, InputError, StoreError (rejects) */
  readonly result: Promise<Run<Output, Outputs>>;
  /** From the first event on, however late it is asked for; each `for await` has a place of its own. */
  readonly events: AsyncIterable<RunEvent>;
  /** Cancels the run; a second call stops its `always` steps too. Does nothing once the run is over. */
  cancel(reason?: unknown): void;
}

/** The runs that the store keeps. */
export interface Runs {
  /** The oldest first. */
  list(): Promise<readonly Run[]>;
  /** Undefined if there is no such run, or not any more. */
  get(runId: string): Promise<Run | undefined>;
}

/** Runs workflows. */
export interface Engine extends AsyncDisposable {
  /**
   * Runs a workflow to its end.
   *
   * @throws InputError if the input does not match the workflow's schema; nothing has run then
   * @throws RunError if the run failed or was cancelled; `error.run` has all spans
   * @throws DefinitionError for options that make no sense and for queues that the engine does not have
   */
  run<Input, Output, Outputs>(
    workflow: Runnable<Input, Output, Outputs>,
    ...rest: InputAndOptions<Input>
  ): Promise<Run<Output, Outputs>>;
  /** Starts a workflow and returns at once. */
  start<Input, Output, Outputs>(
    workflow: Runnable<Input, Output, Outputs>,
    ...rest: InputAndOptions<Input>
  ): RunHandle<Output, Outputs>;
  readonly runs: Runs;
  /**
   * Cancels the runs that are still open, waits for them, and leaves no timer, listener or handle behind. `always`
   * steps have one grace period before they are cancelled too.
   */
  close(): Promise<void>;
}

/** The input may be left out where undefined is one. */
export type InputAndOptions<Input> = undefined extends Input
  ? [input?: Input, options?: RunOptions]
  : [input: Input, options?: RunOptions];
