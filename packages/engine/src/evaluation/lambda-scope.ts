import type { LambdaScope } from "../context/lambda-scope.ts";
import { isShared } from "../state/shared.ts";

/**
 * The scope of lambdas. An input that cannot be frozen is a copy for each who asks; any other is simply there: an object
 * with a getter of its own has a hidden class of its own, which costs more than the rest of an evaluation and holds on
 * to all that the getter knows.
 */
export function lambdaScope(input: () => unknown, more: Omit<LambdaScope, "input">): LambdaScope {
  const value = input();
  if (isShared(value)) return Object.freeze({ input: value, ...more });
  return Object.freeze({
    get input() {
      return input();
    },
    ...more,
  });
}
