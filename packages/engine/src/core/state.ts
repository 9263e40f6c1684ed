import type { Plan } from "../plan/plan.ts";
import { type StepTable, stepTableOf } from "../plan/step-table.ts";
import type { CancelReason } from "../spans/span.ts";
import { StateValues } from "../state/state-values.ts";
import { hasOpenEnd } from "./attempt-records.ts";
import type { EventBody } from "./events.ts";
import { createStepRecord, type StepRecord } from "./step-record.ts";
import type { RunTree } from "./tree.ts";

/** How far a step is, or an item of one. */
export const Phase = {
  waiting: 0,
  evaluating: 1,
  suspended: 2,
  queued: 3,
  running: 4,
  backingOff: 5,
  /** It waits for an event or a time, and holds no slot: a step that is nothing else, or an open attempt. */
  parked: 6,
  /** An open attempt that had waited asks for a slot to go on. */
  resuming: 7,
  /** Its items, or the steps of its child run, go on. */
  expanded: 8,
  /** An `on` step whose mailbox is empty. */
  listening: 9,
  /** Its settlement is decided and not yet applied. */
  settling: 10,
  settled: 11,
} as const;

export type Phase = (typeof Phase)[keyof typeof Phase];

/** One item of a map, one iteration of a loop, one turn of an `on` step. */
export interface Unit {
  /** The index of the step that it belongs to. */
  readonly owner: number;
  /** From 0; iterations count from 1. */
  readonly number: number;
  /** Behind the path of the step: `[3]`, `#2`. */
  readonly suffix: string;
  /** The item of a map, or the data of an event. */
  readonly value: unknown;
}

/**
 * What the events of a run add up to (I3), or those of a child run below one of its steps. Indexes are those of the
 * plan's steps; behind them come the items of maps, loops and `on` steps, in the order in which they began.
 */
export interface CoreState {
  readonly plan: Plan;
  readonly table: StepTable;
  readonly tree: RunTree;
  /** Stands before the paths of its steps: empty, or the path of the step that runs it and a slash. */
  readonly prefix: string;
  /** The step that this is the child run of; null for the run itself. */
  readonly parent: { readonly state: CoreState; readonly index: number } | null;
  phases: Uint8Array;
  /** How many dependencies a waiting or suspended step still lacks. */
  missing: Int32Array;
  /** Made with the first event of a step. */
  readonly records: (StepRecord | undefined)[];
  /** The items: that with index `plan.steps.length + n` is `units[n]`. */
  readonly units: Unit[];
  readonly unitByPath: Map<string, number>;
  /** For a step that has not settled those suspended on it. */
  readonly waiters: Map<number, number[]>;
  /** Steps that were told to end and have not, and why. */
  readonly aborted: Map<number, CancelReason>;
  /** Steps that failed untolerated or were cancelled, in the order in which they were lost. */
  readonly losses: Map<number, number>;
  readonly errors: Error[];
  readonly rootUsage: Record<string, number>;
  /** The values of `context.state`. */
  values: StateValues;
  /** The flow state of a child run that captured one of its own; null: that of its workflow. */
  flowValues: StateValues | null;
  run: RunStarted | null;
  startedAt: number;
  finished: (RunFinished & { readonly sequence: number; readonly time: number }) | null;
  unsettled: number;
  /** Steps and items whose next event is on its way. */
  active: number;
  /** Why nothing but `always` steps may start any more. */
  halt: CancelReason | null;
  /** What a step ended the run with. */
  stopped: { readonly output: unknown } | null;
  /** Cancels that were asked for, a timeout of the run included. */
  cancels: number;
  isFinishing: boolean;
}

/** The outline is for those who compare definitions. */
export type RunStarted = Omit<Extract<EventBody, { type: "run-started" }>, "outline">;
export type RunFinished = Extract<EventBody, { type: "run-finished" }>;

/** @param parent null for the run itself */
export function createState(plan: Plan, tree: RunTree, parent: CoreState["parent"], prefix: string): CoreState {
  const count = plan.steps.length;
  return {
    plan,
    table: stepTableOf(plan),
    tree,
    prefix,
    parent,
    phases: new Uint8Array(count),
    missing: plan.upFrontCounts.slice(),
    records: new Array(count),
    units: [],
    unitByPath: new Map(),
    waiters: new Map(),
    aborted: new Map(),
    losses: new Map(),
    errors: [],
    rootUsage: {},
    values: new StateValues({}),
    flowValues: null,
    run: null,
    startedAt: 0,
    finished: null,
    unsettled: count,
    active: 0,
    halt: null,
    stopped: null,
    cancels: 0,
    isFinishing: false,
  };
}

/** The record of a step, made when it is first asked for. */
export function recordOf(state: CoreState, index: number): StepRecord {
  const known = state.records[index];
  if (known !== undefined) return known;
  const made = createStepRecord(state, index);
  state.records[index] = made;
  return made;
}

export function setPhase(state: CoreState, index: number, phase: Phase): void {
  const before = state.phases[index]!;
  state.active += activeIn(state, index, phase) - activeIn(state, index, before);
  state.tree.busy += busyPhases[phase]! - busyPhases[before]!;
  state.phases[index] = phase;
}

const { evaluating, queued, running, resuming, settling, waiting, suspended, listening, settled } = Phase;
const busyPhases = flags(0, [evaluating, queued, running, resuming, settling]);
const activePhases = flags(1, [waiting, suspended, listening, settled]);

/** For each phase 0 or 1: the usual one, and for these the other. */
function flags(usual: 0 | 1, phases: readonly Phase[]): Uint8Array {
  const numbers = new Uint8Array(Object.keys(Phase).length).fill(usual);
  for (const phase of phases) numbers[phase] = 1 - usual;
  return numbers;
}

/** A step with items is as active as they are: they may all be suspended on steps that have not settled. */
function activeIn(state: CoreState, index: number, phase: number): number {
  if (phase === Phase.expanded) return state.records[index]?.parts == null ? 1 : 0;
  return activePhases[phase]!;
}

/** Whether an attempt of the step is open: with a slot, or waiting. */
export function hasOpenAttempt(state: CoreState, index: number): boolean {
  const phase = state.phases[index];
  if (phase === Phase.running || phase === Phase.resuming) return true;
  return phase === Phase.parked && hasOpenEnd(state.records[index]!); // what is parked has a record
}

/** Whether the step has settled and nothing that depends on its output can go on. A race's loser counts as skipped. */
export function isLost(state: CoreState, index: number): boolean {
  const record = state.records[index];
  if (record === undefined) return false;
  if (record.status === "failed") return !record.tolerated;
  if (record.status === "cancelled") return record.cancelled?.kind !== "race";
  return record.skipped?.kind === "upstream";
}

/** Whether it settled without an output, and those that depend on it may go on. */
export function isWithoutOutput(state: CoreState, index: number): boolean {
  const record = state.records[index];
  if (record === undefined || isLost(state, index)) return false;
  return record.status === "skipped" || record.status === "failed" || record.status === "cancelled";
}

/** Of a lost step the one that failed or was cancelled first: itself, or what it was skipped for. */
export function rootOfLoss(state: CoreState, index: number): number {
  const because = state.records[index]?.skipped;
  return because?.kind === "upstream" ? state.plan.indexByName.get(because.step)! : index; // upstream names a step of the plan
}
