import { checkDuration, checkKeys } from "../borders/check-options.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { Duration } from "../plan/duration.ts";
import type { PruneRule } from "../ports/run-index.ts";

/** How long runs are kept that are over. What is left out is kept for ever; open runs always are. */
export interface RetentionOptions {
  /** How long after its end a run is kept that succeeded. */
  readonly succeeded?: Duration;
  readonly failed?: Duration;
  readonly cancelled?: Duration;
  /** At most so many runs that are over are kept, the newest. */
  readonly maxRuns?: number;
}

/** The same, checked; times in milliseconds. */
export interface Retention {
  readonly ages: ReadonlyMap<Ending, number>;
  readonly maxRuns: number;
}

type Ending = (typeof endings)[number];

const endings = ["succeeded", "failed", "cancelled"] as const;
const place = "The retention of createEngine";

/** @throws DefinitionError for unknown options and values that make no sense */
export function retentionOf(options: RetentionOptions): Retention {
  checkKeys(options, [...endings, "maxRuns"], place);
  const { maxRuns = Infinity } = options;
  if (!(maxRuns === Infinity || (Number.isInteger(maxRuns) && maxRuns >= 0))) {
    throw new DefinitionError(
      `${place} got ${describeThrown(maxRuns)} as maxRuns. Give a whole number of at least 0, or Infinity.`,
    );
  }
  const given = endings.flatMap((ending) => {
    const age = options[ending];
    return age === undefined ? [] : [[ending, checkDuration(age, ending, place)] as const];
  });
  return { ages: new Map(given), maxRuns };
}

/** What has to go at this time, in portions. */
export function rulesAt({ ages, maxRuns }: Retention, now: number, limit: number): readonly PruneRule[] {
  const byAge = [...ages].map(([status, age]) => ({ status, finishedBefore: now - age, limit }));
  return maxRuns === Infinity ? byAge : [...byAge, { status: endings, keep: maxRuns, limit }];
}
