import type { EvaluationRead, EventBody, ReusedOutcome, RunEvent } from "../core/events.ts";
import type { RunStarted } from "../core/state.ts";
import { topOf } from "../plan/path.ts";
import type { ReusedFrom } from "../spans/span.ts";

export type Settlement = Extract<
  RunEvent,
  { type: "step-succeeded" | "step-failed" | "step-skipped" | "step-cancelled" | "step-reused" }
>;

export type StateChanged = Extract<EventBody, { type: "state-changed" }>;

/** What a step at the top of an earlier run came to. */
export interface EarlierStep {
  /** Null if it has none that another run could go on from. */
  readonly outcome: ReusedOutcome | null;
  /** Where the outcome is from: this run, or the one that this run has it from. */
  readonly from: ReusedFrom | null;
  /** Null if they were never known. */
  readonly params: Readonly<Record<string, unknown>> | null;
  /** By the step, or by one of its items; each once. */
  readonly reads: readonly EvaluationRead[];
  readonly vars: ReadonlyMap<string, unknown>;
}

/** An earlier run, told by its events alone: the workflow may have changed since. */
export interface EarlierRun {
  readonly started: RunStarted;
  /** By path. */
  readonly steps: ReadonlyMap<string, EarlierStep>;
  /** Those of the run's state, in their order; `path` is that of a step at the top. */
  readonly changes: readonly StateChanged[];
}

interface MutableStep {
  outcome: ReusedOutcome | null;
  from: ReusedFrom | null;
  params: Readonly<Record<string, unknown>> | null;
  readonly readsByKey: Map<string, EvaluationRead>;
  readonly vars: Map<string, unknown>;
}

/** @param events all those of a run that is over */
export function earlierRun(started: RunStarted, events: readonly RunEvent[]): EarlierRun {
  const steps = new Map<string, MutableStep>();
  const changes: StateChanged[] = [];
  for (const event of events) {
    if (!("path" in event) || event.path === "" || event.path.includes("/")) continue; // of the run, or of a child run
    const path = topOf(event.path);
    const step = steps.get(path) ?? newStep();
    steps.set(path, step);
    if ("reads" in event) for (const read of event.reads) step.readsByKey.set(JSON.stringify(read), read);
    if (event.type === "state-changed" && event.layer === "state") {
      const { type, layer, patches } = event;
      changes.push({ type, path, layer, patches });
    }
    if (path === event.path) note(step, event, started.runId); // else of an item
  }
  return { started, steps: new Map([...steps].map(([path, step]) => [path, asRead(step)])), changes };
}

function newStep(): MutableStep {
  return { outcome: null, from: null, params: null, readsByKey: new Map(), vars: new Map() };
}

function asRead({ readsByKey, ...step }: MutableStep): EarlierStep {
  return { ...step, reads: [...readsByKey.values()] };
}

function note(step: MutableStep, event: RunEvent, runId: string): void {
  switch (event.type) {
    case "step-queued":
      step.params = event.params;
      return;
    case "child-started":
      step.params = event.input as Readonly<Record<string, unknown>>; // as the span shows it
      return;
    case "variable-set":
      step.vars.set(event.name, event.value);
      return;
    case "step-reopened":
      step.outcome = null;
      return;
    case "step-reused":
      step.params = event.params;
      step.from = event.from;
      step.outcome = event.outcome;
      return;
    case "step-succeeded":
    case "step-failed":
    case "step-skipped":
    case "step-cancelled":
      step.from = { runId, path: event.path, time: event.time };
      step.outcome = outcomeOf(event);
      return;
    default:
      return;
  }
}

/** Null for a step that was lost: nothing can go on from that. */
function outcomeOf(event: Exclude<Settlement, { type: "step-reused" }>): ReusedOutcome | null {
  switch (event.type) {
    case "step-succeeded":
      return { kind: "succeeded", output: event.output };
    case "step-failed":
      return event.tolerated ? { kind: "failed", error: event.error } : null;
    case "step-skipped":
      return event.because.kind === "upstream" ? null : { kind: "skipped", because: event.because };
    case "step-cancelled":
      return event.because.kind === "race" ? { kind: "cancelled", because: event.because } : null;
    default:
      return event satisfies never;
  }
}
