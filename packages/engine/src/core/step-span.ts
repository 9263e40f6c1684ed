import type { Edge } from "../plan/edge.ts";
import type { AttemptRecord, CancelReason, LogRecord, SkipReason, Span, SpanDependency } from "../spans/span.ts";
import { share } from "../state/record.ts";
import { type InspectArguments, inspectMethod, inspectSpan, spanForJson } from "./plain-view.ts";
import { type CoreState, recordOf } from "./state.ts";
import type { StepRecord } from "./step-record.ts";

const spans = new WeakMap<StepRecord, Span>();

/** The span of a step: a read-only view of its record, one per record. */
export function spanOf(state: CoreState, index: number): Span {
  const record = recordOf(state, index);
  const known = spans.get(record);
  if (known !== undefined) return known;
  const made = new StepSpan(state, record) as Span; // which fields are null follows from the status, as in the union
  spans.set(record, made);
  return made;
}

/** Getters, so that a span costs nothing until it is looked at and reads as it is at that moment. */
class StepSpan {
  readonly #state: CoreState;
  readonly #record: StepRecord;

  constructor(state: CoreState, record: StepRecord) {
    this.#state = state;
    this.#record = record;
    Object.freeze(this); // all readers of the step share it
  }

  get name(): string {
    return this.#state.plan.steps[this.#record.index]!.name;
  }

  get path(): string {
    return this.#state.plan.paths[this.#record.index]!;
  }

  get id(): string {
    return `${this.parentId}/${this.path}`;
  }

  get parentId(): string {
    return this.#state.run?.runId ?? "";
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

  get attempts(): readonly AttemptRecord[] {
    return Object.freeze(this.#record.attempts.map((attempt) => Object.freeze({ ...attempt })));
  }

  get dependencies(): readonly SpanDependency[] {
    return dependenciesOf(this.#state, this.#record);
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
    return startedAt === null ? 0 : (finishedAt ?? this.#state.now) - startedAt;
  }

  toJSON(): object {
    return spanForJson(this as Span);
  }

  [inspectMethod](...given: InspectArguments): unknown {
    return inspectSpan(this as Span, given);
  }
}

/** The edges of the plan, told whether they were read, and the reads that no edge foretold. */
function dependenciesOf(state: CoreState, record: StepRecord): readonly SpanDependency[] {
  const edges = state.plan.edgesTo(record.index);
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
