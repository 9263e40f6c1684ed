import type { EventBody } from "../core/events.ts";
import type { Fact } from "../core/facts.ts";
import type { RerunOf } from "../spans/run.ts";

/** What a run begins with that comes from an earlier one. */
export interface TakenOver {
  readonly rerunOf: RerunOf | null;
  /** What steps of the earlier run wrote, again. */
  readonly events: readonly EventBody[];
  /** What came of steps there, and what they sent. */
  readonly facts: readonly Fact[];
}

/** A rerun, ready to begin. */
export interface Rerun extends TakenOver {
  /** As it was parsed and recorded. */
  readonly input: unknown;
  /** The values with which the state of the earlier run began. */
  readonly state: Readonly<Record<string, unknown>>;
}

export const nothingTakenOver: TakenOver = { rerunOf: null, events: [], facts: [] };
