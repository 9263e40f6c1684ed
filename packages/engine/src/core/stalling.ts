import { UnhandledEventsError } from "../errors/event-errors.ts";
import type { StalledStep } from "../errors/run-errors.ts";
import { childFailure } from "./children.ts";
import type { CommandSink } from "./commands.ts";
import { closeIntake } from "./listening.ts";
import { unhandledEvents } from "./mailbox.ts";
import { type CoreState, Phase, setPhase } from "./state.ts";
import { ask, clearTimer } from "./tree.ts";
import { pathAt, runPathOf } from "./units.ts";

/** Notices at the end of each event that all is settled, or that nothing can settle what is left. */
export function finishOrStall(state: CoreState, commands: CommandSink): void {
  if (state.active > 0 || state.isFinishing || state.finished !== null) return;
  const path = runPathOf(state);
  if (state.unsettled > 0) {
    if (isHeldOpen(state) || closeIntake(state, commands)) return;
    commands.push({ type: "settle", event: { type: "run-stalled", path, steps: stalledSteps(state) } });
    return;
  }
  state.isFinishing = true;
  for (const always of [false, true]) clearTimer(state, { kind: "grace", path, always }, commands);
  refuseUnhandled(state);
  if (wentWell(state)) ask(state, { type: "finish", path }, commands);
  else end(state, commands);
}

/** Whether nothing failed, and nobody but a step ended the run. */
export function wentWell(state: CoreState): boolean {
  return state.errors.length === 0 && (state.halt === null || state.stopped !== null);
}

export function statusOf(state: CoreState): "succeeded" | "failed" | "cancelled" {
  if (wentWell(state)) return "succeeded";
  const onlyCancelled = state.halt?.kind === "cancel" && state.errors.length === 1;
  return onlyCancelled ? "cancelled" : "failed";
}

/** Every step that has not settled, with what it waits for. Below a step that has begun they are known by their paths. */
export function stalledSteps(state: CoreState): readonly StalledStep[] {
  return state.plan.steps.flatMap(({ name }, index) => stalledAt(state, index, name));
}

function stalledAt(state: CoreState, index: number, step: string): readonly StalledStep[] {
  const phase = state.phases[index];
  if (phase === Phase.settled) return [];
  const below = phase === Phase.expanded ? stalledBelow(state, index) : [];
  if (below.length > 0) return below;
  const isQueued = phase === Phase.queued || phase === Phase.resuming;
  return [{ step, waitsFor: waitsFor(state, index), isQueued, event: awaitedEvent(state, index) }];
}

/** The open items of a step, or the steps of its child run: they say more than the step does. */
function stalledBelow(state: CoreState, index: number): readonly StalledStep[] {
  const { child = null, parts = null } = state.records[index] ?? {};
  if (child === null) return (parts?.units ?? []).flatMap((unit) => stalledAt(state, unit, pathAt(state, unit)));
  return child.plan.steps.flatMap((_step, at) => stalledAt(child, at, pathAt(child, at)));
}

/** A live run stays open while one of its `on` steps can take an event. */
function isHeldOpen(state: CoreState): boolean {
  if (state.parent !== null || !state.tree.isOpen || state.halt !== null) return false;
  return state.plan.listening.some((index) => state.phases[index] === Phase.listening);
}

function refuseUnhandled(state: CoreState): void {
  if (state.plan.unhandledEvents !== "error" || state.halt !== null) return;
  const events = unhandledEvents(state);
  if (events.length > 0)
    state.errors.push(
      new UnhandledEventsError(
        state.plan.name,
        events.map(({ event }) => event),
      ),
    );
}

/** The run itself is over; a child run settles its step. */
function end(state: CoreState, commands: CommandSink): void {
  if (state.parent === null) {
    const errors = state.errors.slice();
    commands.push({ type: "settle", event: { type: "run-finished", status: statusOf(state), output: null, errors } });
    return;
  }
  const event = childFailure(state);
  setPhase(state.parent.state, state.parent.index, Phase.settling);
  commands.push({ type: "settle", event });
}

function awaitedEvent(state: CoreState, index: number): string | null {
  if (state.phases[index] !== Phase.parked) return null;
  return state.records[index]?.waits?.entries.find((entry) => entry.outcome === null)?.event ?? null;
}

function waitsFor(state: CoreState, index: number): readonly string[] {
  const isUnsettled = (name: string) => state.phases[state.plan.indexByName.get(name)!] !== Phase.settled; // names were checked
  switch (state.phases[index]) {
    case Phase.waiting: {
      const upFront = state.plan.edgesTo(index).filter((edge) => edge.certainty === "required");
      return [...new Set(upFront.map((edge) => edge.from).filter(isUnsettled))];
    }
    case Phase.suspended:
      return [...new Set(state.records[index]?.discovered?.filter(isUnsettled))];
    default:
      return [];
  }
}
