import type { ChromeTrace } from "./chrome-trace.ts";
import type { CriticalLink } from "./critical-link.ts";
import type { RunSpan, Span } from "./span.ts";

/** `parked`: set aside, because it brought its processes down or does not fit its workflow; `engine.resume` goes on. */
export type RunStatus = "running" | "paused" | "parked" | "succeeded" | "failed" | "cancelled";

/** Which picture of a run is drawn. */
export interface RunPictureOptions {
  readonly view: "graph" | "waterfall";
}

/** An event that nobody took. `time` is in milliseconds since the epoch. */
export interface UnhandledEvent {
  readonly event: string;
  readonly data: unknown;
  readonly time: number;
}

/** The run whose outcomes a rerun used again. */
export interface RerunOf {
  readonly runId: string;
  /** The step from which on it ran again; null for `failedOnly`. */
  readonly from: string | null;
}

/**
 * One execution of a workflow, looked at from outside.
 *
 * @typeParam Output what the workflow returns
 * @typeParam Outputs the output of each step by its name
 */
export interface Run<Output = unknown, Outputs = Readonly<Record<string, unknown>>> {
  readonly runId: string;
  readonly workflow: string;
  readonly status: RunStatus;
  /** The input, parsed by the workflow's schema. */
  readonly input: unknown;
  readonly output: Output;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly parentRunId: string | null;
  /** Null for a run that is no rerun. */
  readonly rerunOf: RerunOf | null;
  /** The span above all steps. */
  readonly rootSpan: RunSpan;
  /** Every step's span, in the order in which they started; those that never started follow in the order written. */
  readonly spans: readonly Span[];
  /** @throws DefinitionError if the workflow has no step of this name */
  span<Name extends keyof Outputs & string>(name: Name): Span<Outputs[Name]>;
  /** The span at a path such as `outer/inner[3]`: of an item, an iteration, or a step of a sub-workflow. @throws DefinitionError */
  spanAt(path: string): Span;
  /** Events that were sent to the run and that no step took, as far as it has come. */
  readonly unhandledEvents: readonly UnhandledEvent[];
  /** The values of its state. */
  readonly state: Readonly<Record<string, unknown>>;
  /** Amounts by unit, of all steps. */
  readonly usage: Readonly<Record<string, number>>;
  /** In order of time. */
  readonly errors: readonly Error[];
  /**
   * The chain of steps, items and iterations that decided when the run ended, in order of time: from the one that
   * settled last back to whatever each waited for last. Its links touch; the first begins with the run, the last ends
   * with it, or with the last event so far. Where the chain passes through a step that holds others there is a link
   * until that began, and one behind the last of what it holds if it took time to end. Steps that were cancelled or
   * skipped because of others before they started are passed over. Computed at each access, in time linear in steps,
   * edges and events.
   */
  readonly criticalPath: readonly CriticalLink[];
  /** Milliseconds since the epoch; null for what has not happened. */
  readonly startedAt: number;
  readonly finishedAt: number | null;
  /** Milliseconds from start to end, or until now. */
  readonly duration: number;
  /**
   * Draws the run as a picture of its own: the graph with the status of each step, or a waterfall of where the time
   * went. The same run gives the same text. Linear in steps, edges and items, up to sorting.
   *
   * @throws DefinitionError for another view
   */
  toSvg(options: RunPictureOptions): string;
  /** The run as a trace for Perfetto: a slice for each attempt and each time of waiting, an arrow for each dependency. */
  toChromeTrace(): ChromeTrace;
}
