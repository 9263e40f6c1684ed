import type { LogLevel } from "../spans/span.ts";

/** Custom variables of the step's own span. Values are recorded as copies. */
export interface SpanWriter {
  set(name: string, value: unknown): void;
  get(name: string): unknown;
}

/** Amounts that add up: on the step's span and on each of its ancestors, once. */
export interface UsageWriter {
  /** @param amount a finite number of at least 0 */
  add(unit: string, amount: number): void;
}

export type LogWriter = {
  readonly [level in LogLevel]: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
};

/** The run as its steps see it. */
export interface RunIdentity {
  readonly id: string;
  readonly workflow: string;
  /** What the caller of `engine.run` gave as `metadata`. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly parentRunId: string | null;
}

/** Facts of the attempt. Times are milliseconds since the epoch. */
export interface AttemptMetadata {
  readonly attempt: number;
  readonly startedAt: number;
}

/** What a `run` function gets as its second argument; one per attempt. */
export interface StepContext {
  readonly run: RunIdentity;
  /** The name of the step. */
  readonly step: string;
  readonly path: string;
  /** The resolved parameters: the first argument of `run`. */
  readonly input: unknown;
  /** Counts from 1. */
  readonly attempt: number;
  readonly metadata: AttemptMetadata;
  /** Aborted by a cancel, by a failure under `failFast`, and by the attempt's timeout. */
  readonly signal: AbortSignal;
  /** The same for all attempts of this step in this run, and for no other step or run. */
  readonly idempotencyKey: string;
  readonly span: SpanWriter;
  readonly usage: UsageWriter;
  readonly log: LogWriter;
}
