import type { RetryPolicy } from "../plan/definition.ts";

/** Milliseconds to wait after a failed attempt; null if no attempt is left or `when` says no. */
export function retryDelay(policy: RetryPolicy, attempt: number, thrown: unknown, random: () => number): number | null {
  if (attempt >= policy.attempts) return null;
  if (policy.when !== undefined && !policy.when(thrown, attempt)) return null;
  const delay = Math.min(backoff(policy, attempt), policy.maxDelayMs);
  return delay * (1 - policy.jitter * random());
}

function backoff({ backoff, delayMs, factor }: RetryPolicy, attempt: number): number {
  switch (backoff) {
    case "fixed":
      return delayMs;
    case "linear":
      return delayMs * attempt;
    case "exponential":
      return delayMs * factor ** (attempt - 1);
    default:
      return backoff satisfies never;
  }
}
