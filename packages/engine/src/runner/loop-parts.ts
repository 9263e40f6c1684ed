import type { Command } from "../core/commands.ts";
import type { Core } from "../core/core.ts";
import type { RunEvent } from "../core/events.ts";
import type { Fact } from "../core/facts.ts";

/** What the loop drives. */
export interface LoopParts {
  readonly core: Core;
  /** Stores events behind those that are there. */
  readonly append: (position: number, events: readonly RunEvent[]) => void | Promise<void>;
  readonly now: () => number;
  /** Events as they may be stored and published; the core works with the true ones. */
  readonly redact: (events: readonly RunEvent[]) => readonly RunEvent[];
  /** Does what the core asks; what comes of it is posted as a fact. */
  readonly carryOut: (command: Command) => void;
  /** Events that are stored: everybody may know them now (I4). */
  readonly publish: (events: readonly RunEvent[]) => void;
  /** A fact that came too late to matter: a slot, for example, that was granted to a step that was stopped. */
  readonly dropped: (fact: Fact) => void;
  /** The store failed, or a bug of ours showed: the run cannot go on. */
  readonly fail: (error: unknown) => void;
}
