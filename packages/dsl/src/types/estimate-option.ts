import type { Duration } from "@stepspan/engine";

/** For kinds of step that take a time which is not known. */
export interface EstimateOption {
  /**
   * The expected time of one attempt; of a map that of one item, of a loop that of one iteration, of a sub-workflow that
   * of the whole child run, of a wait how long it lasts. With `schedule: "critical-path"` it decides which of several
   * ready steps starts first; it changes nothing else. Default: what earlier runs took.
   */
  readonly estimate?: Duration | undefined;
}
