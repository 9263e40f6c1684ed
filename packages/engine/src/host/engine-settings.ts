import { checkDuration } from "../borders/check-options.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { Duration } from "../plan/duration.ts";
import { checkSchedule, type Schedule } from "../schedule/schedule.ts";
import { type Retention, type RetentionOptions, retentionOf } from "./retention.ts";

/** How an engine treats its runs; times in milliseconds. */
export interface EngineSettings {
  readonly gracePeriodMs: number;
  /** Of runs that do not say. */
  readonly schedule: Schedule;
  /** How long runs stay an engine's after it showed last that it is alive. */
  readonly leaseTermMs: number;
  /** Whether it recovers runs by itself. */
  readonly recovers: boolean;
  /** A run is parked when so many processes in a row ended while its steps ran. */
  readonly maxRecoveries: number;
  /** What becomes of a run that does not fit its workflow when it is recovered. */
  readonly onMismatch: "fail" | "park";
  /** Null: all runs are kept. */
  readonly retention: Retention | null;
}

/** As they were given to `createEngine`. */
interface GivenSettings {
  readonly gracePeriod?: Duration;
  readonly schedule?: Schedule;
  readonly leaseTerm?: Duration;
  readonly recover?: boolean;
  readonly maxRecoveries?: number;
  readonly onMismatch?: "fail" | "park";
  readonly workflows?: readonly unknown[];
  readonly retention?: RetentionOptions;
}

const place = "createEngine";

/** @throws DefinitionError for values that make no sense */
export function settingsOfEngine(given: GivenSettings): EngineSettings {
  const { gracePeriod = 5000, leaseTerm = 30_000, recover = false, maxRecoveries = 5, onMismatch = "fail" } = given;
  const { schedule = "fifo" } = given;
  if (typeof recover !== "boolean") throw refusal("recover", recover, "true or false");
  if (recover && (given.workflows ?? []).length === 0) {
    throw new DefinitionError(
      `${place} is to recover runs and got no workflows: they are found by their names. Give those whose runs it is to recover: createEngine({ recover: true, workflows: [report] }).`,
    );
  }
  if (onMismatch !== "fail" && onMismatch !== "park") throw refusal("onMismatch", onMismatch, '"fail" or "park"');
  const isCount = maxRecoveries === Infinity || (Number.isInteger(maxRecoveries) && maxRecoveries >= 1);
  if (!isCount) throw refusal("maxRecoveries", maxRecoveries, "a whole number of at least 1, or Infinity");
  return {
    gracePeriodMs: checkDuration(gracePeriod, "gracePeriod", place),
    schedule: checkSchedule(schedule, place),
    leaseTermMs: checkDuration(leaseTerm, "leaseTerm", place),
    recovers: recover,
    maxRecoveries,
    onMismatch,
    retention: given.retention === undefined ? null : retentionOf(given.retention),
  };
}

function refusal(option: string, given: unknown, wanted: string): DefinitionError {
  return new DefinitionError(`${place} got ${describeThrown(given)} as ${option}. Give ${wanted}.`);
}
