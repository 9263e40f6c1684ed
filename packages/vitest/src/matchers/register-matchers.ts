import { expect } from "vitest";
import type { ExpectedSkipReason } from "./status-matchers.ts";
import { stepspanMatchers } from "./stepspan-matchers.ts";

expect.extend(stepspanMatchers);

/** What the matchers of vitest itself return here: nothing, or a promise after `resolves` and in `expect.poll`. */
export type ResultOf<Assertions> = Assertions extends { toBe: (expected: never) => infer Result } ? Result : unknown;

declare module "vitest" {
  // Without type parameters, because those of vitest 4 and of vitest 5 differ.
  interface Matchers {
    /** Expects that the run succeeded; with a name, that this step did. */
    toHaveSucceeded(name?: string): ResultOf<this>;

    /** Expects that the run failed; with a name, that this step did. A failure that `continueOnError` tolerates counts for the step only. */
    toHaveFailed(name?: string): ResultOf<this>;

    /** Expects that the run was cancelled; with a name, that this step was, for whatever reason. */
    toHaveCancelled(name?: string): ResultOf<this>;

    /** Expects that a step was skipped, with `reason` for this one: `"guard"`, `"upstream"`, `{ kind: "upstream", step: "fetchOrders" }`. */
    toHaveSkipped(name: string, reason?: ExpectedSkipReason): ResultOf<this>;

    /** Expects a moment at which an attempt of each of these steps was running. */
    toHaveRunInParallel(first: string, second: string, ...more: string[]): ResultOf<this>;

    /** Expects that both steps ran, and that the last attempt of `earlier` ended before the first of `later` started. */
    toHaveRunBefore(earlier: string, later: string): ResultOf<this>;

    /**
     * Expects that a step of the workflow depends on exactly these steps: directly, by data, guard or order, however
     * certain the edge is, in whatever order they are named.
     */
    toHaveDependencies(name: string, dependencies: readonly string[]): ResultOf<this>;

    /**
     * Compares the spans of a run with a tree that `spanGraph(run)` prints and that is easily written by hand.
     *
     * ```
     * order-report  failed                        // the workflow, and how the run ended
     *   login
     *   fetchOrders  <- login  ×3                   // what it read; three attempts (or x3)
     *   validate     <- fetchOrders
     *   price        <- validate, fetchOrders  skipped: guard
     *   audit        failed: "connection refused"
     *   "send mail"  skipped: upstream audit
     * ```
     *
     * - The first line is the run's: the name of the workflow, and `failed` or `cancelled` if the run was.
     * - One line for each span below it; a span stands indented below its parent. The order of siblings means nothing, and
     *   beyond that blanks, blank lines and `//` comments neither.
     * - After the arrow (`<-` or `←`) stand the steps that its lambdas really read and those it waited for by
     *   `dependsOn` or `skipWith`, in any order. No arrow: none.
     * - Then the attempts (none written: one at most), then the status (none written: succeeded).
     * - A reason may follow the status: for `skipped` one of `guard`, `upstream step`, `skipWith step`; for `cancelled`
     *   one of `failFast step`, `cancel "reason"`, `timeout`, `stalled`; for `failed` the message of what was thrown
     *   (`"timeout of 500 ms"` for a timeout). What is left out is not compared: `skipped` matches every reason,
     *   `skipped: upstream` every step.
     * - Names with other characters than letters, digits and `_ $ @ . # [ ] -` stand in double quotes, escaped as in JSON.
     */
    toMatchSpanGraph(tree: string): ResultOf<this>;
  }
}
