import type { Run } from "@stepspan/engine";
import { graphOfRun } from "./graph-of-run.ts";
import { printSpanGraphs } from "./print-span-graph.ts";

/**
 * Prints the spans of a run as the tree that `toMatchSpanGraph` reads, to be looked at or copied into a test.
 *
 * ```
 * order-report
 *   fetchUsers
 *   fetchOrders  <- login                  ×3
 *   price        <- validate, fetchOrders  skipped: guard
 *   ship         <- fetchOrders
 *     ship[0..9]
 * ```
 */
export function spanGraph(run: Run): string {
  return printSpanGraphs([graphOfRun(run)])[0] ?? "";
}
