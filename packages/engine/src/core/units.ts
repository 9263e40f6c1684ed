import type { StepDefinition } from "../plan/definition.ts";
import { type CoreState, Phase, type Unit } from "./state.ts";

/** The state that the step at this path belongs to: of the run, or of a child run. @throws Error for an unknown path */
export function stateAt(root: CoreState, path: string): CoreState {
  if (root.tree.byPrefix.size === 1) return root;
  return runAt(root, path.slice(0, Math.max(0, path.lastIndexOf("/"))));
}

/** The state of the child run of the step at this path, or of the run itself for an empty one. */
export function runAt(root: CoreState, path: string): CoreState {
  const state = path === "" ? root : root.tree.byPrefix.get(`${path}/`);
  if (state === undefined) throw new Error(`Bug: there is no child run at ${JSON.stringify(path)}.`);
  return state;
}

/** @throws Error if the state has no step or item at this path: the event is not of this run */
export function indexAt(state: CoreState, path: string): number {
  if (path === lastPath && state === lastState) return lastIndex;
  const own = state.prefix === "" ? path : path.slice(state.prefix.length);
  const index = state.plan.indexByPath.get(own) ?? state.unitByPath.get(own);
  if (index === undefined)
    throw new Error(`Bug: an event names ${JSON.stringify(path)}, which is no step of the plan.`);
  rememberIndex(state, path, index);
  return index;
}

/** What was found last: most look for what was found just before. */
let lastState: CoreState | null = null;
let lastPath = "";
let lastIndex = -1;

/** The next to look for the path in the state finds this index at once. */
export function rememberIndex(state: CoreState, path: string, index: number): void {
  if (lastState !== state) lastState = state; // a write to what is old costs more than to look
  if (lastPath !== path) lastPath = path;
  lastIndex = index;
}

/** Nothing of a run is held on to that is over. */
export function forgetIndex(): void {
  lastState = null;
}

export function pathAt(state: CoreState, index: number): string {
  const unit = unitAt(state, index);
  const own = unit === null ? state.table.paths[index]! : state.table.paths[unit.owner]! + unit.suffix;
  return state.prefix === "" ? own : state.prefix + own;
}

/** The path by which a run is known in commands and facts: empty for the run itself. */
export function runPathOf({ parent }: CoreState): string {
  return parent === null ? "" : pathAt(parent.state, parent.index);
}

/** The definition of the step, for an item that of the step it belongs to. */
export function stepAt(state: CoreState, index: number): StepDefinition {
  return state.table.steps[ownerAt(state, index)]!;
}

/** The name of the step, with the place of an item: `fetch[3]`. */
export function nameAt(state: CoreState, index: number): string {
  return stepAt(state, index).name + (unitAt(state, index)?.suffix ?? "");
}

export function ownerAt(state: CoreState, index: number): number {
  return unitAt(state, index)?.owner ?? index;
}

/** Null for a step of the plan. */
export function unitAt(state: CoreState, index: number): Unit | null {
  const count = state.table.steps.length;
  return index < count ? null : state.units[index - count]!;
}

/** Adds an item and gives its index. The arrays double, so that adding one is O(1) (I9). */
export function addUnit(state: CoreState, unit: Unit): number {
  const index = state.table.steps.length + state.units.length;
  state.units.push(unit);
  state.unitByPath.set(state.table.paths[unit.owner]! + unit.suffix, index);
  if (index >= state.phases.length) grow(state, Math.max(16, index * 2));
  state.phases[index] = Phase.waiting;
  return index;
}

function grow(state: CoreState, length: number): void {
  const phases = new Uint8Array(length);
  const missing = new Int32Array(length);
  phases.set(state.phases);
  missing.set(state.missing);
  state.phases = phases;
  state.missing = missing;
}
