import type { EventDefinition } from "../context/event-definition.ts";
import type { RunQuery, StoredRun } from "../ports/run-index.ts";
import type { RunHandle, RunSnapshot, SendOptions } from "../runner/handle.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Run } from "../spans/run.ts";
import type { CloseOptions } from "./close-options.ts";
import type { RerunOptions } from "./rerun-options.ts";
import type { ResourcesOption } from "./resources-option.ts";
import type { Runnable } from "./runnable.ts";
import type { RunOptions, StartOptions } from "./start-options.ts";

/** What a resumed run needs that a snapshot does not hold. */
export interface ResumeOptions {
  /** Default: that of its name among the engine's `workflows`. */
  readonly workflow?: Runnable;
  /** Those that the run began with and that neither the engine nor the workflow has; or others in their place. */
  readonly resources?: object;
  /** Cancels the run when it is aborted. */
  readonly signal?: AbortSignal;
  readonly concurrency?: number;
  /** Default: that of the engine. What the run had before is not kept. */
  readonly schedule?: Schedule;
}

/** The runs that the store keeps. */
export interface Runs {
  /** In brief, without their spans; the oldest first, and all of them, unless the query says otherwise. */
  list(query?: RunQuery): Promise<readonly StoredRun[]>;
  /**
   * Undefined if there is no such run, or not any more, or if its workflow is not known.
   *
   * @throws StoreError if it is damaged
   */
  get(runId: string): Promise<Run | undefined>;
  /**
   * The run as it was after the event with this sequence number, the first being 1: its spans and its state. Behind its
   * last event, as it is now. Undefined as for `get`.
   *
   * @throws DefinitionError for what is no sequence number
   * @throws StoreError if it is damaged
   */
  at(runId: string, sequence: number): Promise<Run | undefined>;
}

/** What `recover` took up, and what it could not. */
export interface Recovery {
  /** The runs that go on, those with the earliest things to do first. */
  readonly handles: readonly RunHandle[];
  /** Runs that do not: damaged ones, those that do not fit their workflow, and those that lack a resource. */
  readonly refused: readonly RefusedRun[];
}

/** A run that could not go on; it is left as it was, or parked if its error says so. */
export interface RefusedRun {
  readonly runId: string;
  readonly workflow: string;
  readonly error: Error;
}

/**
 * Runs workflows.
 *
 * @typeParam Given the resources that the engine has for all its runs
 */
export interface Engine<Given extends object = object> extends AsyncDisposable {
  /**
   * Runs a workflow to its end.
   *
   * @throws InputError if the input does not match the workflow's schema; nothing has run then
   * @throws RunError if the run failed or was cancelled; `error.run` has all spans
   * @throws MissingResourceError if the factory of a resource failed; nothing has run then
   * @throws DefinitionError for options that make no sense and for queues that the engine does not have
   */
  run<Input, Output, Outputs, Resources extends object = object>(
    workflow: Runnable<Input, Output, Outputs, Resources>,
    ...rest: InputAndOptions<Input, RunOptions & ResourcesOption<Resources, Given>>
  ): Promise<Run<Output, Outputs>>;
  /** Starts a workflow and returns at once. */
  start<Input, Output, Outputs, Resources extends object = object>(
    workflow: Runnable<Input, Output, Outputs, Resources>,
    ...rest: InputAndOptions<Input, StartOptions & ResourcesOption<Resources, Given>>
  ): RunHandle<Output, Outputs>;
  /**
   * Goes on with a run of which a snapshot was taken, here or in another process. No step that succeeded runs again.
   * The workflow may have been changed meanwhile where the run had not begun: that holds from now on. `run` functions
   * and schemas may have been changed anywhere.
   *
   * @throws ResumeMismatchError if it is no snapshot, or of a workflow that is not known or was changed
   * @throws MissingResourceError if a resource that the run had is not given
   */
  resume<Output, Outputs>(
    snapshot: RunSnapshot,
    options: ResumeOptions & { readonly workflow: Runnable<unknown, Output, Outputs> },
  ): RunHandle<Output, Outputs>;
  /** The same, with the workflow of its name among the engine's `workflows`. */
  resume(snapshot: RunSnapshot, options?: ResumeOptions): RunHandle;
  /**
   * The same with a run of the store, by its id: one whose process has ended, one that is paused or was parked. A step
   * that had not settled may run again. For one that is open in this engine it gives the handle, and ends its pause.
   *
   * @throws DefinitionError (rejects) if it is not there, is over, or is open in another engine
   */
  resume<Output, Outputs>(
    runId: string,
    options: ResumeOptions & { readonly workflow: Runnable<unknown, Output, Outputs> },
  ): Promise<RunHandle<Output, Outputs>>;
  /** The same, with the workflow of its name among the engine's `workflows`. */
  resume(runId: string, options?: ResumeOptions): Promise<RunHandle>;
  /**
   * Goes on with all runs of the store that are running and that no engine has: those whose process has ended. Paused
   * and parked runs stay as they are, and so do runs of workflows that the engine was not given.
   */
  recover(): Promise<Recovery>;
  /**
   * A new run of the workflow of an earlier one, with its input and, unless others are given, its metadata, in which
   * only some of its steps run again. The others settle as they did there, also if their definitions have changed since:
   * their outcomes, variables and changes of `state` count as recorded, and what they sent to steps that run again is
   * sent again. Items and steps below them are not repeated, nor are events from outside. Flow states and step states
   * are as they are now.
   *
   * Beyond what was asked for these steps run again, with all that depend on them: `always` steps; those that failed
   * untolerated, were cancelled, or never ran; those whose output holds a live value that a step which runs again reads;
   * all members of a race that runs again; what took an event from one of these.
   *
   * @throws DefinitionError (rejects) if the run is not there, is not over, or has no such step; if its workflow is not
   * known; if what a reused step changed in `state` rests on what a step that runs again wrote there
   */
  rerun(runId: string, options: RerunOptions): Promise<RunHandle>;
  /**
   * As `handle.send`, for a run of this engine, or for one of the store that no engine has, which goes on then.
   *
   * @throws DefinitionError (rejects) if there is none of this id
   */
  send<Given>(
    runId: string,
    event: EventDefinition<unknown, Given> | string,
    data: Given,
    options?: SendOptions,
  ): Promise<void>;
  /** The handle of a run that goes on in this engine, or is paused in it; undefined for any other one. Changes nothing. */
  handle(runId: string): RunHandle | undefined;
  readonly runs: Runs;
  /**
   * Cancels the runs that are still open, or leaves them to others, waits for that, and leaves no timer, listener or
   * handle behind. `always` steps of cancelled runs have one grace period before they are cancelled too.
   */
  close(options?: CloseOptions): Promise<void>;
}

/** The input may be left out where undefined is one, and the options where no resource is needed. */
export type InputAndOptions<Input, Options> = {} extends Options
  ? undefined extends Input
    ? [input?: Input, options?: Options]
    : [input: Input, options?: Options]
  : [input: Input, options: Options];
