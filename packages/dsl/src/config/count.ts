import type { CountConfig } from "./step-config.ts";

/** A number of times as JSON, which has no Infinity. */
export function countOf(count: number): CountConfig {
  return count === Infinity ? "unlimited" : count;
}

/** The number of times that JSON says. */
export function numberOf(count: CountConfig): number {
  return count === "unlimited" ? Infinity : count;
}
