import type { Attributes } from "@opentelemetry/api";
import type { RunEvent } from "@stepspan/engine";
import { failureOf } from "./failure.ts";
import type { Guard } from "./guard.ts";
import type { Instruments } from "./instruments.ts";
import { type KeptNames, otherName } from "./kept-names.ts";
import type { RunTree } from "./run-tree.ts";
import type { Unit } from "./unit.ts";

/** The names that metrics tell apart. */
export interface MeasureNames {
  readonly steps: KeptNames;
  readonly errors: KeptNames;
}

/** Measures runs by their events. To be told of an event before the spans: these forget what has settled. */
export class RunMeasures {
  readonly #instruments: () => Instruments;
  readonly #names: MeasureNames;
  readonly #guard: Guard;

  constructor(instruments: () => Instruments, names: MeasureNames, guard: Guard) {
    this.#instruments = instruments;
    this.#names = names;
    this.#guard = guard;
  }

  begin({ root }: RunTree): void {
    this.#measure(({ openRuns }) => openRuns.add(1, this.#workflowOf(root)));
  }

  take(event: RunEvent, tree: RunTree): void {
    switch (event.type) {
      case "run-finished":
        return this.#finish(event, tree);
      case "step-queued":
      case "retry-due":
        return this.#queue(tree.unitAt(event.path));
      case "attempt-resumed":
        return this.#unqueue(tree.unitAt(event.path));
      case "attempt-started":
        return this.#begin(tree.unitAt(event.path), event.time);
      case "map-started":
      case "loop-started":
      case "intake-opened":
      case "child-started":
        return noteStart(tree.unitAt(event.path), event.time);
      case "wait-started":
        return beginWait(tree.unitAt(event.path), event.wait, event.time);
      case "wait-ended":
        return this.#endWait(tree.unitAt(event.path), event.wait);
      case "attempt-failed":
        return this.#endAttempt(tree.unitAt(event.path), event.time, "failed", event.error);
      case "step-succeeded":
      case "step-failed":
      case "step-cancelled":
      case "step-skipped":
        return this.#settle(event, tree.unitAt(event.path));
      default:
        return;
    }
  }

  /** The engine has done with the run: of what is open nothing waits here any more. */
  end({ root }: RunTree): void {
    this.#unqueueAll(root);
    this.#measure(({ openRuns }) => openRuns.add(-1, this.#workflowOf(root)));
  }

  #finish({ time, status }: Extract<RunEvent, { type: "run-finished" }>, { started, root }: RunTree): void {
    const attributes = { ...this.#workflowOf(root), "stepspan.status": status };
    this.#measure(({ runs }) => runs.record(seconds(started.time, time), attributes));
  }

  #queue(unit: Unit): void {
    if (unit.isQueued) return;
    unit.isQueued = true;
    this.#measure(({ queued }) => queued.add(1, this.#workflowOf(unit)));
  }

  #unqueue(unit: Unit): void {
    if (!unit.isQueued) return;
    unit.isQueued = false;
    this.#measure(({ queued }) => queued.add(-1, this.#workflowOf(unit)));
  }

  #unqueueAll(unit: Unit): void {
    this.#unqueue(unit);
    for (const below of unit.below?.values() ?? []) this.#unqueueAll(below);
  }

  #begin(unit: Unit, time: number): void {
    this.#unqueue(unit);
    noteStart(unit, time);
    this.#measure(({ attempts }) => attempts.add(1, this.#stepOf(unit)));
  }

  /** An attempt that waits for nothing more asks for a slot again. */
  #endWait(unit: Unit, wait: number): void {
    const wasLast = unit.waits?.delete(wait) === true && unit.waits.size === 0;
    if (wasLast && unit.attempt !== null) this.#queue(unit);
  }

  #endAttempt(unit: Unit, time: number, status: string, error: Error | null): void {
    if (unit.attempt === null) return;
    const { startedAt } = unit.attempt;
    const attributes = { ...this.#stepOf(unit), "stepspan.status": status, ...this.#errorOf(error) };
    this.#unqueue(unit);
    this.#measure(({ attemptDurations }) => attemptDurations.record(seconds(startedAt, time), attributes));
  }

  #settle(
    event: Extract<RunEvent, { type: "step-succeeded" | "step-failed" | "step-cancelled" | "step-skipped" }>,
    unit: Unit,
  ): void {
    const status = event.type.slice("step-".length);
    const error = event.type === "step-failed" ? event.error : null;
    this.#endAttempt(unit, event.time, status, error);
    this.#unqueue(unit);
    if (unit.kind === "item") return; // its step counts, and its attempts
    const attributes = { ...this.#stepOf(unit), "stepspan.status": status };
    if (!Number.isNaN(unit.startedAt)) {
      this.#measure(({ steps }) => steps.record(seconds(unit.startedAt, event.time), attributes));
    }
    if (event.type !== "step-failed") return;
    const failure = { ...this.#stepOf(unit), ...this.#errorOf(error), "stepspan.tolerated": event.tolerated };
    this.#measure(({ failures }) => failures.add(1, failure));
  }

  #workflowOf({ run }: Unit): Attributes {
    return { "stepspan.workflow.name": this.#names.steps.kept(run.name) };
  }

  /** Beyond the limit a step is one of the others of its workflow. */
  #stepOf(unit: Unit): Attributes {
    const { steps } = this.#names;
    const workflow = steps.kept(unit.run.name);
    if (workflow === otherName) return { "stepspan.workflow.name": workflow, "stepspan.step.name": otherName };
    return { "stepspan.workflow.name": workflow, "stepspan.step.name": steps.kept(unit.name, workflow) };
  }

  #errorOf(error: Error | null): Attributes {
    return error === null ? {} : { "error.type": this.#names.errors.kept(failureOf(error).type) };
  }

  #measure(act: (instruments: Instruments) => void): void {
    this.#guard.call(() => act(this.#instruments()), undefined);
  }
}

function noteStart(unit: Unit, time: number): void {
  if (Number.isNaN(unit.startedAt)) unit.startedAt = time;
}

function beginWait(unit: Unit, wait: number, time: number): void {
  unit.waits ??= new Set();
  unit.waits.add(wait);
  noteStart(unit, time);
}

function seconds(from: number, to: number): number {
  return Math.max(0, to - from) / 1000;
}
