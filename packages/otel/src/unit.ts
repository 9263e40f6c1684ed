import type { Context, Span, SpanContext } from "@opentelemetry/api";
import type { StepOutline, WorkflowOutline } from "@stepspan/engine";

/** A run, a step, or an item (an iteration, a turn) of a step. */
export type UnitKind = "run" | "step" | "item";

/** An attempt that is open. */
export interface OpenAttempt {
  readonly number: number;
  readonly startedAt: number;
  /** Null if the tracer failed. */
  readonly span: Span | null;
  /** In which its `run` function is called. */
  readonly context: Context;
}

/** What is known of a part of a run that is open; of one that has settled only what others link to. */
export class Unit {
  readonly kind: UnitKind;
  /** Of the workflow for a run, of the step for an item. */
  readonly name: string;
  readonly path: string;
  /** The run that a step is one of, the step of an item, the step of a child run; null for the run itself. */
  readonly parent: Unit | null;
  /** Of a run. */
  readonly workflow: WorkflowOutline | null;
  /** Of a step, and for an item of the step it belongs to. */
  readonly step: StepOutline | null;
  /** What lies below: the steps of a run, the items of a step, by their part of the path; and its child run, by "". */
  below: Map<string, Unit> | null = null;

  span: Span | null = null;
  /** In which what lies below is begun; null while there is no span. */
  context: Context | null = null;
  /** What others link to. */
  link: SpanContext | null = null;
  attempt: OpenAttempt | null = null;
  /** How many attempts were made. */
  attempts = 0;
  /** How often its lambdas read steps that had not settled. */
  suspensions = 0;
  /** Amounts by unit; null for none. */
  usage: Map<string, number> | null = null;

  /** When its span begins; NaN while there is none. */
  openedAt = Number.NaN;
  /** When its first attempt, or its first item, began; NaN before. */
  startedAt = Number.NaN;
  /** It waits for a slot. */
  isQueued = false;
  /** The numbers of its waits that are open; null if it never waited. */
  waits: Set<number> | null = null;

  constructor(place: Pick<Unit, "kind" | "name" | "path" | "parent" | "workflow" | "step">) {
    this.kind = place.kind;
    this.name = place.name;
    this.path = place.path;
    this.parent = place.parent;
    this.workflow = place.workflow;
    this.step = place.step;
  }

  /** The run that it lies in; a run lies in itself. */
  get run(): Unit {
    let unit: Unit = this;
    while (unit.kind !== "run" && unit.parent !== null) unit = unit.parent;
    return unit;
  }

  /** It has settled: a step can run again and be linked to, all else is of no interest any more. */
  settle(): void {
    this.below = null;
    this.span = null;
    this.context = null;
    this.attempt = null;
    this.attempts = 0;
    this.suspensions = 0;
    this.usage = null;
    this.waits = null;
    this.startedAt = Number.NaN;
    if (this.kind === "item") this.parent?.below?.delete(this.path.slice(this.parent.path.length));
  }
}
