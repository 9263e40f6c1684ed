import type { Plan } from "../plan/plan.ts";
import { apply } from "./apply.ts";
import type { Command, CommandSink } from "./commands.ts";
import { decide } from "./decide.ts";
import type { EventBody, RunEvent } from "./events.ts";
import type { Fact } from "./facts.ts";
import { type CoreState, createState } from "./state.ts";
import { createTree } from "./tree.ts";

/** The scheduler of one run: synchronous, without I/O, clock or randomness (I2). */
export interface Core {
  /** What the events so far add up to; only read by others. */
  readonly state: CoreState;
  /** The event that a fact makes of itself; null if it came too late to matter. */
  decide(fact: Fact): EventBody | null;
  /** Takes an event in and says what is to be done next. */
  apply(event: RunEvent): readonly Command[];
  /** The same; what is to be done next is put there. */
  applyTo(event: RunEvent, commands: CommandSink): void;
}

export function createCore(plan: Plan): Core {
  const state = createState(plan, createTree(), null, "");
  return {
    state,
    decide: (fact) => decide(state, fact),
    apply(event) {
      const commands: Command[] = [];
      apply(state, event, commands);
      return commands;
    },
    applyTo: (event, commands) => apply(state, event, commands),
  };
}
