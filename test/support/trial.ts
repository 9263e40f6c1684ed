import {
  createEngine,
  type Engine,
  type EngineOptions,
  type Run,
  RunError,
  type RunEvent,
  type RunHandle,
  type Runnable,
  type StartOptions,
} from "@stepspan/engine";
import { createManualClock, type ManualClock } from "@stepspan/engine/testing";
import { journalObserver } from "./journaled.ts";
import { turn } from "./turn.ts";

/** One run under a clock that the test moves. */
export interface Trial<Output = unknown, Outputs = unknown> {
  readonly clock: ManualClock;
  readonly engine: Engine;
  readonly handle: RunHandle<Output, Outputs>;
  /** The events so far; those of the journal, not what steps emitted. */
  readonly events: readonly RunEvent[];
  /** Moves the clock and lets happen what follows. */
  advance(ms: number): Promise<void>;
  /** Asks for a cancel and lets happen what follows. */
  cancel(reason?: unknown): Promise<void>;
  /** The run as it stands. */
  now(): Promise<Run>;
  /** The status of every step as it stands. */
  statuses(): Promise<Readonly<Record<string, string>>>;
  /** The run once it is over, whatever came of it. */
  end(): Promise<Run<Output, Outputs>>;
  /** What a run that does not succeed rejects with. */
  error(): Promise<RunError>;
}

export interface TrialOptions<Input> {
  readonly input?: Input;
  readonly engine?: EngineOptions;
  readonly run?: StartOptions;
  /** Another engine than that of `createEngine`. */
  readonly createEngine?: (options: EngineOptions) => Engine;
}

/** Starts a run of the workflow and lets happen what happens by itself. */
export async function begin<Input, Output, Outputs>(
  workflow: Runnable<Input, Output, Outputs>,
  options: TrialOptions<Input> = {},
): Promise<Trial<Output, Outputs>> {
  const clock = createManualClock();
  const { engine, events } = engineOf(clock, options);
  const handle = engine.start(workflow as Runnable<unknown, Output, Outputs>, options.input, options.run);
  await turn();
  return trialOf({ clock, engine, handle, events });
}

/** An engine under the clock, and the events of the journals of its runs. */
export function engineOf(
  clock: ManualClock,
  options: Pick<TrialOptions<never>, "engine" | "createEngine">,
): { readonly engine: Engine; readonly events: readonly RunEvent[] } {
  const events: RunEvent[] = [];
  const observers = [journalObserver((event) => void events.push(event)), ...(options.engine?.observers ?? [])];
  return { engine: (options.createEngine ?? createEngine)({ clock, ...options.engine, observers }), events };
}

/** What a test can do with a run that was started, or resumed. */
export function trialOf<Output, Outputs>({
  clock,
  engine,
  handle,
  events,
}: Pick<Trial<Output, Outputs>, "clock" | "engine" | "handle" | "events">): Trial<Output, Outputs> {
  const now = async () => {
    const run = await engine.runs.get(handle.runId);
    if (run === undefined) throw new Error("The test looks at a run that has not begun.");
    return run;
  };

  return {
    clock,
    engine,
    handle,
    events,
    now,
    async advance(ms) {
      clock.advance(ms);
      await turn();
    },
    async cancel(reason) {
      handle.cancel(reason);
      await turn();
    },
    statuses: async () => statusesOf(await now()),
    end: () => ended(handle.result),
    error: () => handle.result.then(() => Promise.reject(new Error("The run succeeded.")), asRunError),
  };
}

/** The status of every step by its name. */
export function statusesOf(run: Run): Readonly<Record<string, string>> {
  return Object.fromEntries(run.spans.map(({ name, status }) => [name, status]));
}

/** The run of a result once it is over, whatever came of it. */
export async function ended<Output, Outputs>(result: Promise<Run<Output, Outputs>>): Promise<Run<Output, Outputs>> {
  try {
    return await result;
  } catch (error) {
    return asRunError(error).run as Run<Output, Outputs>; // it is a run of the same workflow
  }
}

/** What a step failed on: the cause of its StepError. */
export function causeOf(run: Run, step: string): Error {
  const { status, error } = run.span(step);
  if (error === null) throw new Error(`The test looks at the error of "${step}", which ${status}.`);
  return error.cause as Error; // the tests throw errors
}

function asRunError(error: unknown): RunError {
  if (error instanceof RunError) return error;
  throw error;
}
