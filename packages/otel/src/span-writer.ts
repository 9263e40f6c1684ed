import {
  type Attributes,
  type Context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { exceptionOf, type Failure } from "./failure.ts";
import type { Guard } from "./guard.ts";
import type { RunTree } from "./run-tree.ts";
import { placeOf, spanNameOf } from "./span-attributes.ts";
import { spanTime } from "./span-time.ts";
import type { OpenAttempt, Unit } from "./unit.ts";

/** How a span begins. */
export interface Beginning {
  readonly time: number;
  readonly attributes?: Attributes;
  readonly links?: Link[];
}

/** How a span ends. A failure that no span below shows is recorded as an exception. */
export interface Ending {
  readonly time: number;
  readonly attributes: Attributes;
  readonly failure: Failure | null;
}

/** Writes spans for units. A tracer that throws leaves a unit without its span, and changes nothing else. */
export class SpanWriter {
  readonly #tracer: Tracer;
  readonly #guard: Guard;

  constructor(tracer: Tracer, guard: Guard) {
    this.#tracer = tracer;
    this.#guard = guard;
  }

  /** @param parent what it lies in; for a run by default nothing, so that a trace begins */
  open(unit: Unit, tree: RunTree, { time, attributes, links }: Beginning, parent?: Context): void {
    const surrounding = parent ?? unit.parent?.context ?? ROOT_CONTEXT;
    const beginning = { time, attributes: { ...placeOf(unit, tree), ...attributes }, ...(links && { links }) };
    unit.span = this.#start(spanNameOf(unit), beginning, surrounding);
    unit.context = unit.span === null ? surrounding : trace.setSpan(surrounding, unit.span);
    unit.link = this.#guard.call(() => unit.span?.spanContext() ?? null, null);
    unit.openedAt = time;
  }

  openAttempt(unit: Unit, tree: RunTree, number: number, time: number): OpenAttempt {
    const surrounding = unit.context ?? ROOT_CONTEXT;
    const attributes = { ...placeOf(unit, tree), "stepspan.attempt.number": number };
    const span = this.#start(`attempt ${spanNameOf(unit).replace(/^\w+ /, "")}`, { time, attributes }, surrounding);
    const context = span === null ? surrounding : trace.setSpan(surrounding, span);
    unit.attempt = { number, startedAt: time, span, context };
    return unit.attempt;
  }

  event(span: Span | null, name: string, time: number, attributes: Attributes = {}): void {
    this.#guard.call(() => span?.addEvent(name, attributes, spanTime(time)), undefined);
  }

  add(span: Span | null, attributes: Attributes): void {
    this.#guard.call(() => span?.setAttributes(attributes), undefined);
  }

  /** @param recorded the errors that spans show already */
  end(span: Span | null, { time, attributes, failure }: Ending, recorded: WeakSet<Error>): void {
    if (span === null) return;
    this.add(span, attributes);
    if (failure !== null) this.#fail(span, failure, time, recorded);
    this.#guard.call(() => span.end(spanTime(time)), undefined);
  }

  #fail(span: Span, failure: Failure, time: number, recorded: WeakSet<Error>): void {
    this.#guard.call(() => span.setAttribute("error.type", failure.type), undefined);
    this.#guard.call(() => span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message }), undefined);
    if (recorded.has(failure.root)) return;
    recorded.add(failure.root);
    this.#guard.call(() => span.recordException(exceptionOf(failure), spanTime(time)), undefined);
  }

  #start(name: string, { time, attributes, links }: Beginning, parent: Context): Span | null {
    const options = { startTime: spanTime(time), ...(attributes && { attributes }), ...(links && { links }) };
    return this.#guard.call(() => this.#tracer.startSpan(name, options, parent), null);
  }
}
