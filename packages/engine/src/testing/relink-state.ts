import type { OpenWait, Sent } from "../core/channel.ts";
import type { CoreState } from "../core/state.ts";
import type { StepRecord } from "../core/step-record.ts";
import type { RunTree } from "../core/tree.ts";

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** The object in whose place another one came; itself for all others. */
export type HeldOf = <Shell extends object>(shell: Shell) => Shell;

/** Every place in a state that names a state, a tree or a record. */
export function relinkState(state: Mutable<CoreState>, heldOf: HeldOf): void {
  state.tree = heldOf(state.tree);
  if (state.parent !== null) state.parent = { ...state.parent, state: heldOf(state.parent.state) };
  for (const [index, record] of state.records.entries())
    if (record !== undefined) state.records[index] = heldOf(record);
}

export function relinkRecord(record: Mutable<StepRecord>, heldOf: HeldOf): void {
  record.state = heldOf(record.state);
  if (record.child !== null) record.child = heldOf(record.child);
  for (const sent of record.parts?.events ?? []) relinkSent(sent, heldOf);
}

export function relinkTree({ byPrefix, startOrder, left, channels }: RunTree, heldOf: HeldOf): void {
  for (const [prefix, state] of byPrefix) byPrefix.set(prefix, heldOf(state));
  for (const [at, record] of startOrder.entries()) startOrder[at] = heldOf(record);
  for (const sent of left) relinkSent(sent, heldOf);
  for (const { events, waits, tries, asking } of channels.values()) {
    for (const sent of events.values()) relinkSent(sent, heldOf);
    for (const wait of waits.values()) relinkWait(wait, heldOf);
    for (const attempt of tries) {
      if (attempt.kind === "event") relinkSent(attempt.sent, heldOf);
      else relinkWait(attempt.wait, heldOf);
    }
    if (asking === null) continue;
    relinkSent(asking.sent, heldOf);
    relinkWait(asking.wait, heldOf);
  }
}

function relinkSent(sent: Mutable<Sent>, heldOf: HeldOf): void {
  sent.scope = heldOf(sent.scope);
}

function relinkWait(wait: Mutable<OpenWait>, heldOf: HeldOf): void {
  wait.state = heldOf(wait.state);
}
