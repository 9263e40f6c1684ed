import type { Command } from "../core/commands.ts";
import type { Core } from "../core/core.ts";
import type { RunEvent } from "../core/events.ts";
import type { CoreState } from "../core/state.ts";
import type { Plan } from "../plan/plan.ts";
import { createStateReplacement } from "./replace-state.ts";
import { hasSameContent } from "./same-content.ts";

/** Up to so many events, steps and items together the core is rebuilt after every event. */
const dense = 400;
/** Beyond them at distances that grow by one for every so many further ones: some tens of times for 100,000 events. */
const growth = 2;

const replaying = Symbol("replaying");

type ReplayingCore = Core & { readonly [replaying]: true };

/**
 * A core that after an event is thrown away and built anew from the events alone (I3, I10). What the rebuilt one asks
 * for and holds must be what the old one did, else the run fails; the run goes on with the rebuilt one. Others hold
 * states and records by reference, so those objects stay; all that is in them is replaced.
 *
 * Up to 400 events, steps and items together that happens after every event, and every decision is taken a second time by
 * another core from the events. Beyond them it happens at distances that grow with the run, and behind its last event,
 * so that long runs stay affordable.
 *
 * @param build makes the cores; what it makes is given back as it is if it replays already
 */
export function createReplayingCore(plan: Plan, build: (plan: Plan) => Core): ReplayingCore {
  const live = build(plan);
  if (isReplaying(live)) return live;
  const replaceState = createStateReplacement();
  const events: RunEvent[] = [];
  let distance = 1;
  let due = 1;
  let witness: Core | null = null;

  const apply = (event: RunEvent): readonly Command[] => {
    witness = null;
    const commands = live.apply(event);
    events.push(event);
    if (events.length < due && event.type !== "run-finished") return commands;
    const rebuilt = rebuild(build(plan), events);
    const place = `after event ${event.sequence}, ${event.type}`;
    if (!hasSameContent(rebuilt.commands, commands)) throw differs(`commands ${place}`);
    const different = replaceState(live.state, rebuilt.core.state);
    if (different !== null) throw differs(`${different} ${place}`);
    distance = distanceAt(events.length + sizeOf(live.state));
    due = events.length + distance;
    return rebuilt.commands;
  };

  return {
    [replaying]: true,
    state: live.state,
    apply,
    applyTo(event, commands) {
      for (const command of apply(event)) commands.push(command);
    },
    decide(fact) {
      const decided = live.decide(fact);
      if (distance > 1) return decided;
      witness ??= rebuild(build(plan), events).core;
      if (!hasSameContent(witness.decide(fact), decided)) throw differs(`decision about ${fact.type}`);
      return decided;
    },
  };
}

/** Whether the core is one that replays. */
export function isReplaying(core: Core): core is ReplayingCore {
  return replaying in core;
}

/** How many steps and items a run has, those of its child runs included. */
function sizeOf({ plan, tree }: CoreState): number {
  const sizes = [...tree.byPrefix.values()].map((state) => state.plan.steps.length + state.units.length);
  return sizes.reduce((sum, size) => sum + size, plan.steps.length);
}

function distanceAt(size: number): number {
  return size <= dense ? 1 : Math.ceil((size - dense) / growth);
}

function rebuild(
  core: Core,
  events: readonly RunEvent[],
): { readonly core: Core; readonly commands: readonly Command[] } {
  let commands: readonly Command[] = [];
  for (const event of events) commands = core.apply(event);
  return { core, commands };
}

function differs(what: string): Error {
  return new Error(`Bug: replaying the events gives another ${what} than the live run.`);
}
