import { expect } from "vitest";
import type { ExpectedSkipReason } from "./status-matchers.ts";
import { stepspanMatchers } from "./stepspan-matchers.ts";

expect.extend(stepspanMatchers);

/** What the matchers of vitest itself return here: nothing, or a promise after `resolves` and in `expect.poll`. */
export type ResultOf<Assertions> = Assertions extends { toBe: (expected: never) => infer Result } ? Result : unknown;

declare module "vitest" {
  // Without type parameters, because those of vitest 4 and of vitest 5 differ.
  interface Matchers {
    /**
     * Expects that the run succeeded; with a name, that this step did; with a path such as `fetch[3]`, `draft#2` or
     * `outer/inner`, that this item, iteration or step of a sub-workflow did. All matchers take paths for names.
     */
    toHaveSucceeded(name?: string): ResultOf<this>;

    /** Expects that the run failed; with a name, that this step did. A failure that `continueOnError` tolerates counts for the step only. */
    toHaveFailed(name?: string): ResultOf<this>;

    /** Expects that the run was cancelled; with a name, that this step was, for whatever reason. */
    toHaveCancelled(name?: string): ResultOf<this>;

    /** Expects that a step was skipped, with `reason` for this one: `"guard"`, `"upstream"`, `{ kind: "upstream", step: "fetchOrders" }`. */
    toHaveSkipped(name: string, reason?: ExpectedSkipReason): ResultOf<this>;

    /**
     * Expects a moment at which all of these were running: an attempt of each step; a map, loop, `on` step or
     * sub-workflow runs from its begin to its end.
     */
    toHaveRunInParallel(first: string, second: string, ...more: string[]): ResultOf<this>;

    /** Expects that both ran, and that `earlier` (its last attempt, and all below it) ended before `later` started. */
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
     *   ship         <- fetchOrders                 // a map
     *     ship[0..8]                                // nine items that are alike
     *     ship[9]    failed: "no such address"
     *   review                                      // a sub-workflow: its steps by their names
     *     draft
     * ```
     *
     * - The first line is the run's: the name of the workflow, and `failed`, `cancelled` or `paused` if the run was.
     * - One line for each span below it; a span stands indented below its parent: items (`ship[0]`), iterations
     *   (`ship#1`) and the steps of a sub-workflow below their step. One line may stand for items that are alike:
     *   `ship[0..8]`. The order of siblings means nothing, and beyond that blanks, blank lines and `//` comments neither.
     * - After the arrow (`<-` or `←`) stand the steps that its lambdas really read and those it waited for by
     *   `dependsOn` or `skipWith`, in any order. No arrow: none.
     * - Then the attempts (none written: one at most), then the status (none written: succeeded).
     * - A reason may follow the status: for `skipped` one of `guard`, `upstream step`, `skipWith step`; for `cancelled`
     *   one of `failFast step`, `race step`, `stopped step`, `cancel "reason"`, `timeout`, `stalled`; for `failed` the message of what was thrown
     *   (`"timeout of 500 ms"` for a timeout). What is left out is not compared: `skipped` matches every reason,
     *   `skipped: upstream` every step.
     * - Names with other characters than letters, digits and `_ $ @ . # [ ] -` stand in double quotes, escaped as in JSON.
     */
    toMatchSpanGraph(tree: string): ResultOf<this>;
  }
}
