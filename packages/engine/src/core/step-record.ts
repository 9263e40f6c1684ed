import type { AttemptRecord, CancelReason, LogRecord, SkipReason, SpanStatus } from "../spans/span.ts";
import type { EvaluationRead } from "./events.ts";

/** One call of `run`; closed in place. */
export type MutableAttempt = { -readonly [Key in keyof AttemptRecord]: AttemptRecord[Key] };

/** All that the events of one step add up to; the span is a view of it. */
export interface StepRecord {
  readonly index: number;
  status: SpanStatus;
  params: Readonly<Record<string, unknown>> | undefined;
  output: unknown;
  error: Error | null;
  /** A failure that `continueOnError` tolerates. */
  tolerated: boolean;
  skipped: SkipReason | null;
  cancelled: CancelReason | null;
  queuedAt: number | null;
  startedAt: number | null;
  finishedAt: number | null;
  attempts: MutableAttempt[];
  reads: readonly EvaluationRead[];
  /** Names of the steps on which its evaluation was suspended. */
  discovered: string[];
  /** How often each lambda was suspended, by its parameter. */
  suspensions: Map<string | null, number> | null;
  vars: Record<string, unknown> | null;
  usage: Record<string, number> | null;
  logs: LogRecord[] | null;
}

export function createStepRecord(index: number): StepRecord {
  return {
    index,
    status: "pending",
    params: undefined,
    output: undefined,
    error: null,
    tolerated: false,
    skipped: null,
    cancelled: null,
    queuedAt: null,
    startedAt: null,
    finishedAt: null,
    attempts: [],
    reads: [],
    discovered: [],
    suspensions: null,
    vars: null,
    usage: null,
    logs: null,
  };
}
