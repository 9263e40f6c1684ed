import { toHaveDependencies } from "./dependency-matcher.ts";
import { toHaveRunBefore, toHaveRunInParallel } from "./order-matchers.ts";
import { toMatchSpanGraph } from "./span-graph-matcher.ts";
import { toHaveCancelled, toHaveFailed, toHaveSkipped, toHaveSucceeded } from "./status-matchers.ts";

/** All matchers of this package, in the form that `expect.extend` takes. */
export const stepspanMatchers = {
  toHaveSucceeded,
  toHaveFailed,
  toHaveCancelled,
  toHaveSkipped,
  toHaveRunInParallel,
  toHaveRunBefore,
  toHaveDependencies,
  toMatchSpanGraph,
} as const;
