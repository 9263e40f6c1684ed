import { DefinitionError } from "../errors/definition-errors.ts";
import { isInstance } from "../errors/is-instance.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { RetryPolicy } from "../plan/definition.ts";

/**
 * Milliseconds to wait after a failed attempt; null if no attempt is left or `when` says no.
 *
 * @throws DefinitionError if `when` gives anything but true or false; and what `when` throws
 */
export function retryDelay(policy: RetryPolicy, attempt: number, thrown: unknown, random: () => number): number | null {
  if (attempt >= policy.attempts) return null;
  if (policy.when !== undefined && !decided(policy.when(thrown, attempt))) return null;
  const delay = Math.min(backoff(policy, attempt), policy.maxDelayMs);
  return delay * (1 - policy.jitter * random());
}

/** A promise would always count as true. */
function decided(answer: unknown): boolean {
  if (typeof answer === "boolean") return answer;
  const isPromise = isInstance(answer, Promise);
  if (isPromise) Promise.prototype.then.call(answer, undefined, () => undefined); // its rejection is of no interest
  const came = isPromise ? "a promise" : describeThrown(answer);
  throw new DefinitionError(`retry.when returned ${came}. Return true or false, synchronously.`);
}

function backoff({ backoff, delayMs, factor }: RetryPolicy, attempt: number): number {
  switch (backoff) {
    case "fixed":
      return delayMs;
    case "linear":
      return delayMs * attempt;
    case "exponential":
      return delayMs === 0 ? 0 : delayMs * factor ** (attempt - 1); // the power may be Infinity, and 0 times that is NaN
    default:
      return backoff satisfies never;
  }
}
