import type { Plan } from "../plan/plan.ts";
import type { CancelReason } from "../spans/span.ts";
import type { EventBody } from "./events.ts";
import { createStepRecord, type StepRecord } from "./step-record.ts";

/** How far a step is. In all phases but the first, the third and the last its next event is on its way. */
export const Phase = {
  waiting: 0,
  evaluating: 1,
  suspended: 2,
  queued: 3,
  running: 4,
  backingOff: 5,
  /** Its settlement is decided and not yet applied. */
  settling: 6,
  settled: 7,
} as const;

export type Phase = (typeof Phase)[keyof typeof Phase];

/** What the events of a run add up to (I3). Indexes are those of the plan's steps. */
export interface CoreState {
  readonly plan: Plan;
  readonly phases: Uint8Array;
  /** How many dependencies a waiting or suspended step still lacks. */
  readonly missing: Int32Array;
  /** Made with the first event of a step. */
  readonly records: (StepRecord | undefined)[];
  /** Indexes in the order of their first attempts. */
  readonly startOrder: number[];
  /** For a step that has not settled those suspended on it. */
  readonly waiters: Map<number, number[]>;
  /** Steps whose open attempt was told to end, and why. */
  readonly aborted: Map<number, CancelReason>;
  /** Steps that failed untolerated or were cancelled, in the order in which they were lost. */
  readonly losses: Map<number, number>;
  readonly errors: Error[];
  readonly rootUsage: Record<string, number>;
  run: RunStarted | null;
  /** The time of the event that was applied last. */
  now: number;
  startedAt: number;
  finished: (RunFinished & { readonly time: number }) | null;
  unsettled: number;
  /** Steps whose next event is on its way. */
  active: number;
  /** Why nothing but `always` steps may start any more. */
  halt: CancelReason | null;
  /** Cancels that were asked for, a timeout of the run included. */
  cancels: number;
  isFinishing: boolean;
}

export type RunStarted = Extract<EventBody, { type: "run-started" }>;
export type RunFinished = Extract<EventBody, { type: "run-finished" }>;

export function createState(plan: Plan): CoreState {
  const count = plan.steps.length;
  return {
    plan,
    phases: new Uint8Array(count),
    missing: plan.upFrontCounts.slice(),
    records: new Array(count),
    startOrder: [],
    waiters: new Map(),
    aborted: new Map(),
    losses: new Map(),
    errors: [],
    rootUsage: {},
    run: null,
    now: 0,
    startedAt: 0,
    finished: null,
    unsettled: count,
    active: 0,
    halt: null,
    cancels: 0,
    isFinishing: false,
  };
}

/** The record of a step, made when it is first asked for. */
export function recordOf(state: CoreState, index: number): StepRecord {
  const known = state.records[index];
  if (known !== undefined) return known;
  const made = createStepRecord(index);
  state.records[index] = made;
  return made;
}

/** @throws Error if the plan has no step at this path: the event is not of this run */
export function indexAt(state: CoreState, path: string): number {
  const index = state.plan.indexByPath.get(path);
  if (index === undefined)
    throw new Error(`Bug: an event names ${JSON.stringify(path)}, which is no step of the plan.`);
  return index;
}

export function setPhase(state: CoreState, index: number, phase: Phase): void {
  state.active += Number(isActive(phase)) - Number(isActive(state.phases[index]!));
  state.phases[index] = phase;
}

function isActive(phase: number): boolean {
  return phase !== Phase.waiting && phase !== Phase.suspended && phase !== Phase.settled;
}

/** Whether the step has settled and nothing that depends on its output can go on. */
export function isLost(state: CoreState, index: number): boolean {
  const record = state.records[index];
  if (record === undefined) return false;
  if (record.status === "failed") return !record.tolerated;
  return record.status === "cancelled" || record.skipped?.kind === "upstream";
}

/** Of a lost step the one that failed or was cancelled first: itself, or what it was skipped for. */
export function rootOfLoss(state: CoreState, index: number): number {
  const because = state.records[index]?.skipped;
  return because?.kind === "upstream" ? state.plan.indexByName.get(because.step)! : index; // upstream names a step of the plan
}
