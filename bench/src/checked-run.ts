import type { Outcome } from "./engine.ts";
import { takeCalls } from "./steps.ts";

/** A run whose steps did not all run once, after their parents. */
export class WrongResultError extends Error {
  override readonly name = "WrongResultError";
}

/**
 * Holds a run against what its steps should have computed: a value is right only if those of all parents were there.
 * Counts the calls since it was last asked.
 *
 * @throws WrongResultError naming the first step whose value differs, or how many calls there were
 */
export function checkRun(outcome: Outcome, expected: readonly number[]): void {
  const calls = takeCalls();
  if (calls !== expected.length) throw new WrongResultError(`${calls} calls for ${expected.length} steps`);
  for (const [index, value] of expected.entries()) {
    const given = outcome.valueOf(index);
    if (given !== value) throw new WrongResultError(`step ${index} gave ${String(given)} instead of ${value}`);
  }
}
