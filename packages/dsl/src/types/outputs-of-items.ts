import type { ItemOutcome } from "@stepspan/engine";

/** The output of a step that does its work several times. `Tolerated`: failed items keep their places. */
export type OutputsOfItems<Value, Tolerated> = Tolerated extends true
  ? readonly ItemOutcome<Value>[]
  : readonly Value[];
