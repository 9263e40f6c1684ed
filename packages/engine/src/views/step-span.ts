import { attemptsOf } from "../core/attempt-records.ts";
import { type CoreState, recordOf } from "../core/state.ts";
import type { MutableWait, StepRecord } from "../core/step-record.ts";
import type { Stretch } from "../core/stretches.ts";
import { nameAt, ownerAt, pathAt } from "../core/units.ts";
import type { Edge } from "../plan/edge.ts";
import type {
  AttemptRecord,
  CancelReason,
  LogRecord,
  ReusedFrom,
  SkipReason,
  Span,
  SpanDependency,
  StateChange,
  WaitedTimes,
  WaitRecord,
} from "../spans/span.ts";
import type { SpanStretch } from "../spans/span-stretch.ts";
import { share } from "../state/record.ts";
import { type InspectArguments, inspectMethod, inspectSpan, spanForJson } from "./plain-view.ts";
import { waitedOf } from "./waited.ts";

/** The span of a step: a read-only view of its record, one per record. */
export function spanOf(state: CoreState, index: number): Span {
  return spanOfRecord(recordOf(state, index));
}

export function spanOfRecord(record: StepRecord): Span {
  record.span ??= new StepSpan(record) as unknown as Span; // which fields are null follows from the status, as in the union
  return record.span;
}

/** Getters, so that a span costs nothing until it is looked at and reads as it is at that moment. */
class StepSpan {
  readonly #record: StepRecord;

  constructor(record: StepRecord) {
    this.#record = record;
    Object.freeze(this); // all readers of the step share it
  }

  get name(): string {
    return nameAt(this.#record.state, this.#record.index);
  }

  get path(): string {
    return pathAt(this.#record.state, this.#record.index);
  }

  get id(): string {
    return spanId(this.#record.state, this.path);
  }

  get parentId(): string {
    return parentIdOf(this.#record);
  }

  get status(): StepRecord["status"] {
    return this.#record.status;
  }

  get input(): unknown {
    return share(this.#record.params);
  }

  get output(): unknown {
    return share(this.#record.output);
  }

  get error(): Error | null {
    return this.#record.error;
  }

  get skipped(): SkipReason | null {
    return this.#record.skipped;
  }

  get cancelled(): CancelReason | null {
    return this.#record.cancelled;
  }

  get vars(): Readonly<Record<string, unknown>> {
    const vars = this.#record.vars ?? {};
    return Object.freeze(Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, share(value)])));
  }

  get usage(): Readonly<Record<string, number>> {
    return Object.freeze({ ...this.#record.usage });
  }

  get logs(): readonly LogRecord[] {
    return Object.freeze(
      (this.#record.logs ?? []).map((line) => Object.freeze({ ...line, fields: share(line.fields) })),
    );
  }

  /** Where only the open attempt is known, as in a body on another machine, the places of those before it are empty. */
  get attempts(): readonly AttemptRecord[] {
    return Object.freeze(attemptsOf(this.#record).flatMap((attempt) => Object.freeze({ ...attempt })));
  }

  get dependencies(): readonly SpanDependency[] {
    return dependenciesOf(this.#record);
  }

  get waits(): readonly WaitRecord[] {
    return Object.freeze((this.#record.waits?.entries ?? []).map(waitOf));
  }

  get stateChanges(): readonly StateChange[] {
    return Object.freeze(
      (this.#record.changes ?? []).map((change) => Object.freeze({ ...change, patches: share(change.patches) })),
    );
  }

  get reusedFrom(): ReusedFrom | null {
    return this.#record.reusedFrom;
  }

  get items(): readonly Span[] {
    const { parts, state } = this.#record;
    return Object.freeze((parts?.units ?? []).map((index) => spanOf(state, index)));
  }

  get steps(): readonly Span[] {
    const { child } = this.#record;
    return Object.freeze((child?.plan.steps ?? []).map((_step, index) => spanOf(child!, index))); // it has steps, so it is there
  }

  get queuedAt(): number | null {
    return this.#record.queuedAt;
  }

  get startedAt(): number | null {
    return this.#record.startedAt;
  }

  get finishedAt(): number | null {
    return this.#record.finishedAt;
  }

  get duration(): number {
    const { startedAt, finishedAt } = this.#record;
    return startedAt === null ? 0 : (finishedAt ?? this.#record.state.tree.now) - startedAt;
  }

  get waited(): WaitedTimes {
    return waitedOf(this.#record);
  }

  get stretches(): readonly SpanStretch[] {
    return Object.freeze((this.#record.stretches ?? []).map(stretchOf));
  }

  toJSON(): object {
    return spanForJson(this as unknown as Span);
  }

  [inspectMethod](...given: InspectArguments): unknown {
    return inspectSpan(this as unknown as Span, given);
  }
}

/** The id of the span at a path of the run. */
function spanId(state: CoreState, path: string): string {
  let root = state;
  while (root.parent !== null) root = root.parent.state;
  return `${root.run?.runId ?? ""}/${path}`;
}

/** That of the map, the loop or the step above it, else of the run. */
function parentIdOf({ state, index }: StepRecord): string {
  const owner = ownerAt(state, index);
  if (owner !== index) return spanId(state, pathAt(state, owner));
  if (state.parent === null) return state.run?.runId ?? "";
  return spanId(state, pathAt(state.parent.state, state.parent.index));
}

function waitOf({ number, event, startedAt, dueAt, endedAt, outcome }: MutableWait): WaitRecord {
  return Object.freeze({ number, event, startedAt, dueAt, endedAt, outcome: outcome?.kind ?? null });
}

function stretchOf({ kind, since, until }: Stretch): SpanStretch {
  return Object.freeze({ kind: kind === "parked" ? "suspended" : kind, startedAt: since, finishedAt: until });
}

/** The edges of the plan, told whether they were read, and the reads that no edge foretold. */
function dependenciesOf(record: StepRecord): readonly SpanDependency[] {
  const edges = record.state.plan.edgesTo(ownerAt(record.state, record.index));
  const keyOf = (step: string, parameter: string | null) => JSON.stringify([step, parameter]);
  const readKeys = new Set(record.reads.map((read) => keyOf(read.step, read.parameter)));
  const known = new Set(edges.filter((edge) => edge.kind !== "order").map((edge) => keyOf(edge.from, edge.parameter)));
  const foretold = edges.map((edge) => dependencyOf(edge, readKeys.has(keyOf(edge.from, edge.parameter))));
  const discovered = record.reads
    .filter((read) => !known.has(keyOf(read.step, read.parameter)))
    .map(({ step, parameter }): SpanDependency => {
      const kind = parameter === null ? "guard" : "data";
      return Object.freeze({ step, kind, certainty: "discovered", parameter, path: [], read: true });
    });
  return Object.freeze([...foretold, ...discovered]);
}

function dependencyOf({ from, kind, certainty, parameter, path }: Edge, read: boolean): SpanDependency {
  return Object.freeze({ step: from, kind, certainty, parameter, path, read: kind !== "order" && read });
}
