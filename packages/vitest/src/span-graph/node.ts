import type { CancelReason, RunStatus, SkipReason, SpanStatus } from "@stepspan/engine";

/** What a line says of a span; the first one, of the run. */
export type NodeStatus = SpanStatus | RunStatus;

/** One line of a span graph with the lines below it. */
export interface SpanGraphNode {
  readonly name: string;
  /** Names of steps, without repetition; their order means nothing. */
  readonly dependencies: readonly string[];
  /** At least 1: a step that never ran is not told apart from one that ran once. */
  readonly attempts: number;
  readonly status: NodeStatus;
  /** See `reasonWords`. In a written graph a shorter list leaves the rest open. */
  readonly reason: readonly string[];
  readonly children: readonly SpanGraphNode[];
}

export const statuses: ReadonlySet<string> = new Set(
  Object.keys({
    pending: true,
    waiting: true,
    running: true,
    suspended: true,
    succeeded: true,
    failed: true,
    skipped: true,
    cancelled: true,
    paused: true,
    parked: true,
  } satisfies Record<NodeStatus, true>),
);

export function isStatus(word: string): word is NodeStatus {
  return statuses.has(word);
}

/** Kinds of reason, each with whether a name or a text may follow it. */
export const skipKinds: Readonly<Record<SkipReason["kind"], boolean>> = {
  guard: false,
  skipWith: true,
  upstream: true,
};

/** Kinds of reason, each with whether a name or a text may follow it. */
export const cancelKinds: Readonly<Record<CancelReason["kind"], boolean>> = {
  cancel: true,
  failFast: true,
  timeout: false,
  stalled: false,
  race: true,
  stopped: true,
};

/** The characters of names that need no quotes, as a part of a regular expression. */
export const nameCharacters = String.raw`[\p{L}\p{N}\p{M}_$@.#[\]×-]+`;

const bareName = new RegExp(`^${nameCharacters}$`, "u");

/** Whether a name may stand in a span graph without quotes. */
export function isBareName(name: string): boolean {
  return bareName.test(name);
}
