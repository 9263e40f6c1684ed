import { checkConcurrency, checkDuration, checkKeys } from "../borders/check-options.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import type { Duration } from "../plan/duration.ts";

/** The limits of a named queue. */
export interface QueueOptions {
  /** How many of its attempts may be open at once, within the engine's. Default: no limit of its own. */
  readonly concurrency?: number;
  /** At most `limit` attempts start within any `interval`. Default: no limit. */
  readonly rate?: { readonly limit: number; readonly interval: Duration };
}

interface Limits {
  readonly concurrency: number;
  readonly rate: { readonly limit: number; readonly intervalMs: number } | null;
}

/**
 * The limits of queues by their names.
 *
 * @param owner who was given them, for example `createEngine`
 * @throws DefinitionError for unknown options and values that make no sense
 */
export function limitsOfQueues(
  queues: Readonly<Record<string, QueueOptions>>,
  owner: string,
): ReadonlyMap<string, Limits> {
  return new Map(Object.entries(queues).map(([name, options]) => [name, limitsOf(options, `The queue "${name}" of ${owner}`)])); // biome-ignore format: one thought
}

function limitsOf(options: QueueOptions, place: string): Limits {
  checkKeys(options, ["concurrency", "rate"], place);
  const { concurrency = Infinity, rate } = options;
  checkConcurrency(concurrency, place);
  return { concurrency, rate: rate === undefined ? null : rateOf(rate, place) };
}

function rateOf(rate: NonNullable<QueueOptions["rate"]>, place: string): Limits["rate"] {
  checkKeys(rate, ["limit", "interval"], `${place}, in its rate,`);
  if (!Number.isInteger(rate.limit) || rate.limit < 1) {
    throw new DefinitionError(`${place} got the rate limit ${String(rate.limit)}. Give a whole number of at least 1.`);
  }
  return { limit: rate.limit, intervalMs: checkDuration(rate.interval, "rate.interval", place) };
}
