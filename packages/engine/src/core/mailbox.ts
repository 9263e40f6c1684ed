import type { Channel, OpenWait, Sent, Try, WaitPlace } from "./channel.ts";
import type { CommandSink } from "./commands.ts";
import type { CoreState } from "./state.ts";
import { ask } from "./tree.ts";
import { pathAt } from "./units.ts";

export function channelOf(state: CoreState, event: string): Channel {
  const { channels } = state.tree;
  const known = channels.get(event);
  if (known !== undefined) return known;
  const made: Channel = { events: new Map(), waits: new Map(), tries: [], asking: null };
  channels.set(event, made);
  return made;
}

/** Offers an event to the waits that are open, the oldest first; it stays for later ones if nobody takes it. */
export function offerEvent(sent: Sent, commands: CommandSink): void {
  const channel = channelOf(sent.scope, sent.event);
  channel.events.set(sent.sequence, sent);
  const waits = sent.to === null ? channel.waits : waitsAt(sent.scope, sent.to, sent.event);
  channel.tries.push({ kind: "event", sent, waits: waits.values() });
  goOn(channel, commands);
}

/** The open waits for such an event of the step or item at a path of the run; found without looking at all others (I9). */
export function waitsAt(root: CoreState, path: string, event: string): readonly OpenWait[] {
  const state = root.tree.byPrefix.get(path.slice(0, path.lastIndexOf("/") + 1));
  const own = path.slice(state?.prefix.length);
  const index = state?.plan.indexByPath.get(own) ?? state?.unitByPath.get(own);
  const waits = index === undefined ? null : state?.records[index]?.waits;
  if (waits == null || waits.open === 0) return [];
  const open = waits.entries.filter((entry) => entry.outcome === null);
  const known = root.tree.channels.get(event)?.waits;
  return open.flatMap(({ number }) => known?.get(`${path} ${number}`) ?? []);
}

/** Offers to a wait what nobody took so far, the oldest first. */
export function openEventWait(wait: OpenWait, event: string, commands: CommandSink): void {
  const channel = channelOf(wait.state, event);
  channel.waits.set(keyOf(wait), wait);
  channel.tries.push({ kind: "wait", wait, events: channel.events.values() });
  goOn(channel, commands);
}

/** The wait is over: if it was being asked about an event, `isTaken` says whether it got that. */
export function closeEventWait(wait: WaitPlace, event: string, isTaken: boolean, commands: CommandSink): void {
  const channel = channelOf(wait.state, event);
  channel.waits.delete(keyOf(wait));
  const { asking } = channel;
  if (asking === null || keyOf(asking.wait) !== keyOf(wait)) return;
  if (isTaken) take(channel, asking.sent);
  channel.asking = null;
  goOn(channel, commands);
}

/** A body that runs again has come to its wait again: it can be asked again. */
export function askAgain(wait: WaitPlace, event: string, commands: CommandSink): void {
  const { asking } = channelOf(wait.state, event);
  if (asking === null || keyOf(asking.wait) !== keyOf(wait)) return;
  const path = pathAt(wait.state, wait.index);
  ask(wait.state, { type: "ask-where", path, wait: wait.wait, sent: asking.sent.sequence }, commands);
}

/** The `where` that was asked said no. */
export function refuseEvent(state: CoreState, event: string, commands: CommandSink): void {
  const channel = channelOf(state, event);
  channel.asking = null;
  goOn(channel, commands);
}

/** The event that a wait is being asked about; null if it is not, or not any more. */
export function askedAbout(wait: WaitPlace, event: string, sequence: number): Sent | null {
  const { asking } = channelOf(wait.state, event);
  if (asking === null || asking.sent.sequence !== sequence) return null;
  return keyOf(asking.wait) === keyOf(wait) ? asking.sent : null;
}

/** The events that nobody took, in the order in which they were sent. */
export function unhandledEvents(state: CoreState): readonly Sent[] {
  const pending = [...state.tree.channels.values()].flatMap((channel) => [...channel.events.values()]);
  return [...state.tree.left, ...pending.filter((sent) => !sent.isHandled)]
    .filter((sent) => sent.takers === 0 && isWithin(sent.scope, state))
    .sort((one, other) => one.sequence - other.sequence);
}

function goOn(channel: Channel, commands: CommandSink): void {
  while (channel.asking === null && channel.tries.length > 0) {
    const next = channel.tries[0]!; // there is one
    const isOver = next.kind === "event" ? tryEvent(channel, next, commands) : tryWait(channel, next, commands);
    if (isOver) channel.tries.splice(channel.tries.indexOf(next), 1);
  }
}

function tryEvent(channel: Channel, { sent, waits }: Extract<Try, { kind: "event" }>, commands: CommandSink): boolean {
  while (channel.events.has(sent.sequence)) {
    const { value: wait, done } = waits.next();
    if (done === true) break;
    if (wait.since > sent.sequence || !mayTake(wait, sent)) continue;
    if (offer(channel, wait, sent, commands)) return channel.asking === null;
  }
  if (sent.isHandled) channel.events.delete(sent.sequence);
  return true;
}

function tryWait(channel: Channel, { wait, events }: Extract<Try, { kind: "wait" }>, commands: CommandSink): boolean {
  while (channel.waits.has(keyOf(wait))) {
    const { value: sent, done } = events.next();
    if (done === true) break;
    if (sent.sequence > wait.since || !mayTake(wait, sent)) continue;
    if (offer(channel, wait, sent, commands)) return channel.asking === null;
  }
  return true;
}

/** Whether the trying ends for now: the event is taken, or a `where` is asked. */
function offer(channel: Channel, wait: OpenWait, sent: Sent, commands: CommandSink): boolean {
  const path = pathAt(wait.state, wait.index);
  if (wait.isSelective) {
    channel.asking = { wait, sent };
    ask(wait.state, { type: "ask-where", path, wait: wait.wait, sent: sent.sequence }, commands);
    return true;
  }
  take(channel, sent);
  channel.waits.delete(keyOf(wait));
  const outcome = { kind: "answered", data: sent.data } as const;
  commands.push({ type: "settle", event: { type: "wait-ended", path, wait: wait.wait, outcome } });
  return true;
}

function take(channel: Channel, sent: Sent): void {
  sent.takers++;
  channel.events.delete(sent.sequence);
}

function mayTake(wait: OpenWait, { scope, from, to }: Sent): boolean {
  if (to !== null) return pathAt(wait.state, wait.index) === to;
  return from === null ? isWithin(wait.state, scope) : wait.state === scope;
}

/** Whether the state is that of the run, or of one below it. */
export function isWithin(state: CoreState, run: CoreState): boolean {
  return state === run || (state.parent !== null && isWithin(state.parent.state, run));
}

function keyOf({ state, index, wait }: WaitPlace): string {
  return `${pathAt(state, index)} ${wait}`;
}
