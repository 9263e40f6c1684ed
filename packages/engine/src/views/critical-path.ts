import type { CoreState } from "../core/state.ts";
import type { StepRecord } from "../core/step-record.ts";
import { ownerAt, pathAt, stepAt } from "../core/units.ts";
import type { CriticalLink } from "../spans/critical-link.ts";
import { type Cause, causeOfStart, causeOfStep, type Moment, settlement } from "./causes.ts";
import { createRunOrder, type RunOrder } from "./run-order.ts";

/** The chain that decided the end of a run, in order of time. Each step back leads to an earlier event, so it ends. */
export function criticalPath(root: CoreState): readonly CriticalLink[] {
  if (root.run === null) return Object.freeze([]);
  const order = createRunOrder(root);
  const links: CriticalLink[] = [];
  const time = root.finished?.time ?? root.tree.now;
  let moment: Moment | null = { record: null, time, before: Infinity, isStart: false };
  while (moment !== null) {
    const cause: Cause = causeOf(root, moment, order);
    if (!isPassage(moment, cause)) links.push(linkOf(root, moment, cause));
    moment = cause.from;
  }
  return Object.freeze(links.reverse());
}

function causeOf(root: CoreState, { record, before, isStart }: Moment, order: RunOrder): Cause {
  if (isStart && record !== null) return causeOfStart(record, before, order);
  const inside = lastInside(root, record, before, order);
  if (inside !== null) {
    const isItem = record !== null && isItemOf(inside, record);
    return settlement(inside, isItem ? "item" : "dependency");
  }
  return record === null ? { because: "start", from: null } : causeOfStep(record, before, order);
}

/** What settled last in the run, or in a step that holds others. An `on` step ends when nothing beside it can act any more. */
function lastInside(root: CoreState, holder: StepRecord | null, before: number, order: RunOrder): StepRecord | null {
  if (holder === null) return order.lastSettled(0, before, (record) => isStepOf(record, root));
  const { child, parts, startedAt, startedBy } = holder;
  if (startedAt === null) return null; // an `on` step has its mailbox before it begins
  if (child !== null) return order.lastSettled(startedBy, before, (record) => isStepOf(record, child));
  if (parts === null) return null;
  const isListening = stepAt(holder.state, holder.index).form.kind === "on";
  return order.lastSettled(startedBy, before, (record) =>
    isListening ? record.state === holder.state : isItemOf(record, holder),
  );
}

function isStepOf({ state, index }: StepRecord, run: CoreState): boolean {
  return state === run && index < run.plan.steps.length;
}

function isItemOf({ state, index }: StepRecord, owner: StepRecord): boolean {
  return state === owner.state && index !== owner.index && ownerAt(state, index) === owner.index;
}

/** What holds others and ends with the last of them needs no link for its end. */
function isPassage({ record, time }: Moment, { from }: Cause): boolean {
  if (from === null || from.time !== time || from.record === null) return false;
  return record === null || from.record.state === record.child || isItemOf(from.record, record);
}

function linkOf(root: CoreState, { record, time }: Moment, { because, from }: Cause): CriticalLink {
  const path = record === null ? "" : pathAt(record.state, record.index);
  return Object.freeze({ path, because, startedAt: from?.time ?? root.startedAt, finishedAt: time });
}
