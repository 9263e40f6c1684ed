import { record as recordValue } from "../state/record.ts";
import type { CommandSink } from "./commands.ts";
import type { EventBody } from "./events.ts";
import { halt, stopParts } from "./halting.ts";
import { type CoreState, Phase, recordOf, setPhase } from "./state.ts";
import type { Parts, StepRecord } from "./step-record.ts";
import { toleratesFailure } from "./tolerance.ts";
import { ask } from "./tree.ts";
import { addUnit, ownerAt, pathAt, stepAt } from "./units.ts";
import { stepSucceeded } from "./usual-events.ts";

export function beginParts(record: StepRecord, items: readonly unknown[]): Parts {
  const { form } = stepAt(record.state, record.index);
  if (form.kind !== "map" && form.kind !== "loop" && form.kind !== "on") throw new Error("Bug: a step without items.");
  const parts: Parts = { form, items, events: [], units: [], open: 0, brokenBy: null, isStopping: false };
  record.parts = parts;
  return parts;
}

/** Begins as many items as may be open at once; completes the step if there is none left. */
export function fillParts(state: CoreState, owner: number, commands: CommandSink): void {
  const parts = recordOf(state, owner).parts!; // it has begun
  if (parts.form.kind !== "loop") {
    const { concurrency } = parts.form;
    const count = parts.form.kind === "map" ? parts.items.length : parts.events.length;
    while (!parts.isStopping && parts.units.length < count && parts.open < concurrency) {
      beginPart(state, owner, parts.units.length, commands);
    }
  }
  if (parts.open === 0) completeParts(state, owner, commands);
  else setPhase(state, owner, Phase.expanded);
}

/** @param number from 0; iterations count from 1 */
export function beginPart(state: CoreState, owner: number, number: number, commands: CommandSink): void {
  const parts = recordOf(state, owner).parts!; // it has begun
  const suffix = parts.form.kind === "loop" ? `#${number}` : `[${number}]`;
  const index = addUnit(state, { owner, number, suffix, value: valueAt(parts, number) });
  parts.units.push(index);
  parts.open++;
  setPhase(state, index, Phase.evaluating);
  recordOf(state, index).status = "waiting";
  ask(state, { type: "evaluate", path: pathAt(state, index), index }, commands);
}

function valueAt({ form, items, events }: Parts, number: number): unknown {
  return form.kind === "on" ? events[number]?.data : items[number];
}

/** An item has settled: others follow, or the step settles. */
export function settlePart(state: CoreState, index: number, commands: CommandSink): void {
  const owner = ownerAt(state, index);
  const parts = recordOf(state, owner).parts!; // it has begun
  parts.open--;
  if (parts.brokenBy === null && isBroken(parts, state.records[index]!)) breakParts(state, owner, index, commands); // it has settled
  if (parts.form.kind === "loop") settleIteration(state, owner, commands);
  else fillParts(state, owner, commands);
}

/** `until` has spoken, or the maximum is reached. */
export function decideIteration(state: CoreState, owner: number, isLast: boolean, commands: CommandSink): void {
  const parts = recordOf(state, owner).parts!; // it has begun
  const { form } = parts;
  if (form.kind !== "loop") throw new Error("Bug: an iteration of a step that is no loop.");
  if (isLast || parts.isStopping) return completeParts(state, owner, commands);
  if (parts.units.length < form.maxIterations) {
    setPhase(state, owner, Phase.expanded);
    return beginPart(state, owner, parts.units.length + 1, commands);
  }
  const path = pathAt(state, owner);
  commands.push({ type: "settle", event: { type: "variable-set", path, name: "exhausted", value: true } });
  completeParts(state, owner, commands);
}

function settleIteration(state: CoreState, owner: number, commands: CommandSink): void {
  const parts = recordOf(state, owner).parts!; // it has begun
  if (parts.brokenBy !== null || parts.isStopping) return completeParts(state, owner, commands);
  setPhase(state, owner, Phase.evaluating);
  ask(state, { type: "evaluate", path: pathAt(state, owner), index: owner }, commands);
}

/** With `continueOnError` a failed item of a map, or turn of an `on` step, is an outcome like the others. */
function isBroken({ form }: Parts, { status, state, index }: StepRecord): boolean {
  if (status === "succeeded") return false;
  return form.kind === "loop" || status !== "failed" || !stepAt(state, index).continueOnError;
}

/** Under `failFast` the failure of an item stops the others, and the run, at once. */
function breakParts(state: CoreState, owner: number, index: number, commands: CommandSink): void {
  const parts = recordOf(state, owner).parts!; // it has begun
  const { status } = state.records[index]!; // it has settled
  if (status === "cancelled" && parts.isStopping) return;
  parts.brokenBy = index;
  if (parts.form.kind === "loop" || status !== "failed" || !state.plan.failFast) return;
  const because = { kind: "failFast", step: stepAt(state, owner).name } as const;
  stopParts(state, owner, { because, upstream: null }, commands);
  if (state.halt === null && !toleratesFailure(state, owner)) halt(state, because, commands);
}

/** Settles the step; an `on` step that is not stopped goes on listening. */
export function completeParts(state: CoreState, owner: number, commands: CommandSink): void {
  const event = completionOf(state, owner);
  if (event === null) {
    setPhase(state, owner, Phase.listening);
    return;
  }
  setPhase(state, owner, Phase.settling);
  commands.push({ type: "settle", event });
}

/** Null for an `on` step that goes on listening. */
function completionOf(state: CoreState, owner: number): EventBody | null {
  const record = recordOf(state, owner);
  const parts = record.parts!; // it has begun
  const path = pathAt(state, owner);
  const broken = parts.brokenBy === null ? undefined : state.records[parts.brokenBy];
  const because = state.aborted.get(owner);
  if (broken?.status === "failed" && broken.error !== null) {
    const tolerated = toleratesFailure(state, owner);
    return { type: "step-failed", path, attempt: 0, error: broken.error, tolerated, reads: record.reads };
  }
  if (broken?.status === "skipped" && broken.skipped !== null) {
    return { type: "step-skipped", path, because: broken.skipped, reads: record.reads };
  }
  if (because !== undefined) return { type: "step-cancelled", path, because, error: null };
  if (broken?.status === "cancelled" && broken.cancelled !== null) {
    return { type: "step-cancelled", path, because: broken.cancelled, error: broken.error };
  }
  if (parts.form.kind === "on" && !parts.isStopping) return null;
  return stepSucceeded(path, 0, outputOf(state, owner, parts));
}

function outputOf(state: CoreState, owner: number, { form, units }: Parts): unknown {
  if (form.kind === "loop") return state.records[units.at(-1)!]!.output; // a loop has an iteration at least
  const records = units.map((unit) => state.records[unit]!); // all have settled
  const isTolerant = stepAt(state, owner).continueOnError;
  const outputs = records.map((record) => (isTolerant ? outcomeOf(record) : record.output));
  return recordValue(outputs, `The output of step "${stepAt(state, owner).name}"`);
}

function outcomeOf({ status, output, error }: StepRecord): object {
  return status === "succeeded" ? { status, output } : { status: "failed", error };
}
