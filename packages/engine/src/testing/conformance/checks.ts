import { AssertionError } from "node:assert";
import { inspect, isDeepStrictEqual } from "node:util";
import { isInstance } from "../../errors/is-instance.ts";
import { StoreError } from "../../errors/value-errors.ts";

/** @param fact a sentence about what a store does @throws AssertionError unless both are the same, -0 and 0 apart */
export function expectSame(fact: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw wrong(fact, shown(expected), `got ${shown(actual)}`);
}

/** @param fact a sentence about what a store does @throws AssertionError (rejects) unless it throws or rejects with a StoreError */
export async function expectStoreError(fact: string, act: () => unknown): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    if (isInstance(thrown, StoreError)) return;
    throw wrong(fact, "a StoreError", `got ${shown(thrown)}`);
  }
  throw wrong(fact, "a StoreError", "but nothing was thrown");
}

/** Without the values themselves: comparing long lists of events line by line, as test runners do, takes minutes. */
function wrong(fact: string, expected: string, actual: string): AssertionError {
  return new AssertionError({ message: `${fact}: expected ${expected}, ${actual}.` });
}

const longestText = 500;

function shown(value: unknown): string {
  const text = inspect(value, { depth: 6, breakLength: Infinity, maxStringLength: 100, maxArrayLength: 10 });
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
