import { type CoreState, recordOf } from "../core/state.ts";
import type { StepRecord } from "../core/step-record.ts";
import type { RunTree } from "../core/tree.ts";
import { StateValues } from "../state/state-values.ts";
import { relinkRecord, relinkState, relinkTree } from "./relink-state.ts";
import { hasSameContent } from "./same-content.ts";

/** An object that others hold, and the one from whose content it is to go on. */
type Pair<Kind extends object = object> = readonly [held: Kind, rebuilt: Kind];

interface Pairs {
  readonly tree: Pair<RunTree>;
  readonly states: readonly Pair<CoreState>[];
  readonly records: readonly Pair<StepRecord>[];
}

type Fields = Record<string, unknown>;

/**
 * Puts what a rebuilt state holds in the place of what a live one does. States, their tree and the records of steps are
 * held by views, frames and attempts, so they stay the same objects; whatever lies in them is that of the rebuilt ones.
 * Gives what was different before, or null.
 */
export function createStateReplacement(): (held: CoreState, rebuilt: CoreState) => string | null {
  const versions = new WeakMap<StateValues, number>();

  /** A recipe that is running holds the values: those that were rebuilt once stay until they change. */
  const valuesAfter = (one: StateValues, other: StateValues): StateValues => {
    const values = versions.get(one) === one.version ? one : other;
    versions.set(values, values.version);
    return values;
  };

  return (held, rebuilt) => {
    const { tree, states, records } = pairUp(held, rebuilt);
    const pairs: readonly Pair[] = [tree, ...states, ...records];
    for (const [one, other] of pairs) {
      const different = differentField(one, other);
      if (different !== null) return `${different} of ${placeOf(one)}`;
    }
    for (const [one, other] of states) {
      other.values = valuesAfter(one.values, other.values);
      if (one.flowValues !== null && other.flowValues !== null)
        other.flowValues = valuesAfter(one.flowValues, other.flowValues);
    }
    for (const [one, other] of pairs) replaceFields(one as Fields, other as Fields); // of one kind
    return null;
  };
}

/** All states and records that can be reached, and those that they are replaced by, which from now on name the former. */
function pairUp(held: CoreState, rebuilt: CoreState): Pairs {
  const states: [CoreState, CoreState][] = [];
  const records: [StepRecord, StepRecord][] = [];
  const known = new Map<object, object>([[rebuilt.tree, held.tree]]);
  const addState = (one: CoreState | null | undefined, other: CoreState | null) => {
    if (one == null || other === null || known.has(other)) return;
    known.set(other, one);
    states.push([one, other]);
  };
  const addRecord = (one: StepRecord | undefined, other: StepRecord) => {
    if (one === undefined || known.has(other)) return;
    known.set(other, one);
    records.push([one, other]);
    other.span = one.span; // whoever looked at it has it
    addState(one.state, other.state);
    addState(one.child, other.child);
  };

  addState(held, rebuilt);
  for (const [prefix, state] of rebuilt.tree.byPrefix) addState(held.tree.byPrefix.get(prefix), state);
  rebuilt.tree.startOrder.forEach((record, at) => {
    addRecord(held.tree.startOrder[at], record);
  });
  for (const [one, other] of states) {
    // Whoever looks at a step makes its record, so the live state may have more of them.
    for (const index of one.records.keys())
      if (one.records[index] !== undefined) addRecord(one.records[index], recordOf(other, index));
  }

  const heldOf = <Shell extends object>(shell: Shell) => (known.get(shell) ?? shell) as Shell; // each was paired with its like
  const tree: readonly [RunTree, RunTree] = [held.tree, rebuilt.tree];
  for (const [, state] of states) relinkState(state, heldOf);
  for (const [, record] of records) relinkRecord(record, heldOf);
  relinkTree(tree[1], heldOf);
  return { tree, states, records };
}

function differentField(one: object, other: object): string | null {
  const fields = other as Fields; // of the same kind as the first
  for (const field in one) if (!isSame((one as Fields)[field], fields[field])) return field;
  return null;
}

function replaceFields(one: Fields, other: Fields): void {
  for (const field in other) one[field] = other[field];
}

/** Errors are equal if they are the same object or say the same: a replay makes its own of some. */
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object") return false;
  if (!(one instanceof StateValues && other instanceof StateValues)) return hasSameContent(one, other);
  return one.version === other.version && hasSameContent(one.all(), other.all());
}

function placeOf(held: object): string {
  if ("prefix" in held) return `the run at ${JSON.stringify(held.prefix)}`;
  if (!("index" in held)) return "the tree of runs";
  const { state, index } = held as StepRecord; // records alone have an index
  return `step ${index} of the run at ${JSON.stringify(state.prefix)}`;
}
