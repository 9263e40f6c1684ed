/** Why a link of a critical path begins where the link before it ends. */
export type LinkReason =
  /** The run began, or the step that holds this one did. */
  | "start"
  /** A step that it depends on had settled; of a run, or of a step with a sub-workflow, the last step in it. */
  | "dependency"
  /** An item or an iteration before it had settled; of a map, a loop or an `on` step the last of its own. */
  | "item"
  /** The event of this turn of an `on` step was sent. */
  | "event"
  /**
   * The step before gave back a slot, for which this one had waited for a millisecond at least. If that is the same step,
   * the slot came from elsewhere: another run, or a rate.
   */
  | "slot"
  /** Its attempt before had failed. */
  | "retry";

/** One link of the chain that decided when a run ended. Times are milliseconds since the epoch. */
export interface CriticalLink {
  /** The path of the step, the item or the iteration; empty for the run itself. */
  readonly path: string;
  readonly because: LinkReason;
  /** When what it waited for last had come: the end of the link before, or the start of the run. */
  readonly startedAt: number;
  /** When the next link could begin: its end, or the moment at which it gave a slot back. */
  readonly finishedAt: number;
}
