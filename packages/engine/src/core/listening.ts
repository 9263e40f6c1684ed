import type { Sent } from "./channel.ts";
import type { CommandSink } from "./commands.ts";
import type { RunEvent } from "./events.ts";
import { isWithin, offerEvent } from "./mailbox.ts";
import { beginParts, completeParts, fillParts } from "./parts.ts";
import { type CoreState, Phase, recordOf, setPhase } from "./state.ts";
import { noteStart } from "./step-record.ts";
import { ownerAt, runAt } from "./units.ts";

/** An event goes to each `on` step of its name, and is offered to the waits for it. */
export function sendEvent(
  root: CoreState,
  event: Extract<RunEvent, { type: "event-sent" }>,
  commands: CommandSink,
): void {
  const scope = runAt(root, event.path);
  const { sequence, time, data, from, to } = event;
  const sent: Sent = { sequence, time, event: event.event, data, scope, from, to, isHandled: false, takers: 0 };
  if (to === null && (from !== null || !hasClosed(root))) {
    for (const state of root.tree.byPrefix.values()) {
      if (state === scope || (from === null && isWithin(state, scope))) deliver(state, sent, commands);
    }
  }
  offerEvent(sent, commands);
}

/** Whether it is a live run that was stopped: it takes no further events from outside. */
export function hasClosed(root: CoreState): boolean {
  return root.run?.live === true && !root.tree.isOpen;
}

/** The guard of an `on` step held: it comes to its events. */
export function openIntake(
  state: CoreState,
  index: number,
  event: Extract<RunEvent, { type: "intake-opened" }>,
  commands: CommandSink,
): void {
  const record = recordOf(state, index);
  record.parts ??= beginParts(record, []);
  record.reads = event.reads;
  record.status = "running";
  noteStart(record, event.time);
  fillParts(state, index, commands);
}

/**
 * Nothing else in the run can act: an `on` step settles. One at a time, first one of which all the others that wait are
 * dependents, because those can still send to the rest.
 *
 * @returns whether there was one
 */
export function closeIntake(state: CoreState, commands: CommandSink): boolean {
  const listening = state.plan.listening.filter((index) => state.phases[index] === Phase.listening);
  if (listening.length === 0) return false;
  const index = listening.find((candidate) => isAboveAll(state, candidate)) ?? listening[0]!; // there is one
  recordOf(state, index).parts!.isStopping = true; // what listens has begun
  completeParts(state, index, commands);
  return true;
}

/** An `on` step settled before it came to all of its events: those that nobody else has are left. */
export function leaveEvents(state: CoreState, index: number): void {
  const parts = state.records[index]?.parts;
  if (parts?.form.kind !== "on") return;
  for (const sent of parts.events.slice(parts.units.length)) {
    sent.takers--;
    if (sent.takers === 0) state.tree.left.push(sent);
  }
}

function deliver(state: CoreState, sent: Sent, commands: CommandSink): void {
  for (const index of state.plan.listeners.get(sent.event) ?? []) {
    const phase = state.phases[index]!;
    if (phase >= Phase.settling || state.aborted.has(index) || state.isFinishing) continue;
    const record = recordOf(state, index);
    record.parts ??= beginParts(record, []);
    if (record.parts.isStopping) continue;
    record.parts.events.push(sent);
    sent.isHandled = true;
    sent.takers++;
    if (phase !== Phase.listening && phase !== Phase.expanded) continue;
    setPhase(state, index, Phase.expanded);
    fillParts(state, index, commands);
  }
}

/** Whether all that has not settled, other `on` steps apart, waits for this step. */
function isAboveAll(state: CoreState, above: number): boolean {
  const { dependents, steps } = state.plan;
  const reached = new Set<number>([above]);
  for (const from of reached) {
    for (let at = dependents.offsets[from]!; at < dependents.offsets[from + 1]!; at++)
      reached.add(dependents.targets[at]!);
    for (const waiter of state.waiters.get(from) ?? []) reached.add(ownerAt(state, waiter));
  }
  return steps.every((_step, index) => {
    const phase = state.phases[index];
    return phase === Phase.settled || phase === Phase.listening || reached.has(index);
  });
}
