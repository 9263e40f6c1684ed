import type { Duration } from "@stepspan/engine";

/** How a failed attempt is repeated. */
export interface RetryOptions {
  /** Attempts in all, the first included: a whole number of at least 1, or Infinity. Default: 1. */
  readonly attempts?: number | undefined;
  /** The time before the second attempt. Default: 0. */
  readonly delay?: Duration | undefined;
  /** How the delay grows from attempt to attempt. Default: `"fixed"`. */
  readonly backoff?: "fixed" | "linear" | "exponential" | undefined;
  /** What an exponential delay is multiplied by, at least 1. Default: 2. */
  readonly factor?: number | undefined;
  /** The longest delay. Default: Infinity. */
  readonly maxDelay?: Duration | undefined;
  /** The share of the delay, from 0 to 1, that is drawn at random. Default: 0. */
  readonly jitter?: number | undefined;
  /** False ends the retries; called with what the attempt threw and its number. */
  readonly when?: ((error: unknown, attempt: number) => boolean) | undefined;
}
