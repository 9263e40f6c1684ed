import { isDeepStrictEqual } from "node:util";
import type { Command } from "../core/commands.ts";
import { type Core, createCore } from "../core/core.ts";
import type { RunEvent } from "../core/events.ts";
import { createEngineWith, type EngineOptions, type GivenOption } from "../create-engine.ts";
import type { Plan } from "../plan/plan.ts";
import type { Engine } from "../runner/engine.ts";

/**
 * An engine that after every event throws its scheduler away, builds another from the events alone, and fails the
 * run if that one asks for other commands (I3, I10). Quadratic in the length of a run: for tests.
 */
export function createReplayingEngine<const Given extends object = {}>(
  options: EngineOptions & GivenOption<Given> = {},
): Engine<Given> {
  return createEngineWith(options, { createCore: createReplayingCore });
}

function createReplayingCore(plan: Plan): Core {
  const live = createCore(plan);
  const events: RunEvent[] = [];
  return {
    state: live.state,
    decide(fact) {
      const decided = live.decide(fact);
      compare(replay(plan, events).core.decide(fact), decided, `decision about ${fact.type}`);
      return decided;
    },
    apply(event) {
      events.push(event);
      const commands = live.apply(event);
      compare(replay(plan, events).commands, commands, `commands after event ${event.sequence}, ${event.type}`);
      return commands;
    },
  };
}

function replay(
  plan: Plan,
  events: readonly RunEvent[],
): { readonly core: Core; readonly commands: readonly Command[] } {
  const core = createCore(plan);
  let commands: readonly Command[] = [];
  for (const event of events) commands = core.apply(event);
  return { core, commands };
}

/** Errors are equal if they are the same object or say the same: a replay makes its own of some. */
function compare(replayed: unknown, live: unknown, what: string): void {
  if (isDeepStrictEqual(replayed, live)) return;
  throw new Error(`Bug: replaying the events gives another ${what} than the live run.`);
}
