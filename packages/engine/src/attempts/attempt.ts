import type { ActiveContext } from "../context/active-context.ts";
import type { EventDefinition } from "../context/event-definition.ts";
import type { LambdaScope, ReadSpan } from "../context/lambda-scope.ts";
import type { RunContext } from "../context/run-context.ts";
import type { AttemptMetadata, RunIdentity } from "../context/step-context.ts";
import { attemptsOf } from "../core/attempt-records.ts";
import { hasOpenAttempt } from "../core/state.ts";
import { nameAt, pathAt, stepAt } from "../core/units.ts";
import { keepParameters } from "../layers/keep-parameters.ts";
import type { StepDefinition } from "../plan/definition.ts";
import type { Span } from "../spans/span.ts";
import { share } from "../state/record.ts";
import { spanOf } from "../views/step-span.ts";
import type { AttemptEnvironment } from "./attempt-environment.ts";
import { createBodyRunContext } from "./body-run-context.ts";
import { BodyWaits } from "./body-waits.ts";
import type { ContextParts } from "./context-parts.ts";
import { createEmitter, type Emitter } from "./emitter.ts";
import { createSpanWriters, type SpanWriters } from "./span-writers.ts";

/**
 * One call of a step's `run` function, as the runner knows it and as what the exported `stepSpan` and its kin see in it.
 * The body has a context in front of it (`attempt-context.ts`), so nothing here can be changed by users. Its parts are
 * made when they are asked for: most steps use none.
 */
export class Attempt implements ActiveContext {
  readonly environment: AttemptEnvironment;
  readonly index: number;
  readonly number: number;
  /** The parameters, an object of its own. */
  readonly input: unknown;
  #waits: BodyWaits | null = null;
  #abortion: AbortController | null = null;
  #writers: SpanWriters | null = null;
  #emitter: Emitter | null = null;
  #parts: ContextParts | null = null;
  #reader: ReadSpan | null = null;

  constructor(environment: AttemptEnvironment, index: number, number: number, input: unknown) {
    this.environment = environment;
    this.index = index;
    this.number = number;
    this.input = input;
    if (environment.state.records[index]?.waits != null) this.#waits = this.#createWaits(); // a body that is called again
  }

  /** The step, or that which an item belongs to. */
  get definition(): StepDefinition {
    return stepAt(this.environment.state, this.index);
  }

  /** The name of the step, with that of an item. */
  get name(): string {
    return nameAt(this.environment.state, this.index);
  }

  get path(): string {
    return pathAt(this.environment.state, this.index);
  }

  get run(): RunIdentity {
    const { identity } = this.environment;
    const metadata = share(identity.metadata);
    return metadata === identity.metadata ? identity : Object.freeze({ ...identity, metadata });
  }

  get metadata(): AttemptMetadata {
    const { state, now } = this.environment;
    const { startedAt, finishedAt } = attemptsOf(state.records[this.index]!)[this.number - 1]!; // it was recorded before the call
    return { attempt: this.number, startedAt, finishedAt, duration: Math.max(0, (finishedAt ?? now()) - startedAt) };
  }

  get signal(): AbortSignal {
    this.#abortion ??= new AbortController();
    return this.#abortion.signal;
  }

  get writers(): SpanWriters {
    const { state, write, values } = this.environment;
    const vars = () => state.records[this.index]?.vars ?? {};
    this.#writers ??= createSpanWriters({ path: this.path, step: this.name, vars, record: values.record }, (event) => {
      if (this.#isWriting) write(event);
    });
    return this.#writers;
  }

  get parts(): ContextParts {
    this.#parts ??= this.environment.contextParts({ index: this.index, isOpen: () => this.#isWriting });
    return this.#parts;
  }

  get stepSpan(): ReadSpan {
    this.#reader ??= this.environment.readerOf(this.index);
    return this.#reader;
  }

  get currentSpan(): Span {
    return spanOf(this.environment.state, this.index);
  }

  get parentSpan(): LambdaScope["parentSpan"] {
    return this.environment.rootSpan;
  }

  get runContext(): RunContext {
    return createBodyRunContext(this);
  }

  get waits(): BodyWaits {
    this.#waits ??= this.#createWaits();
    return this.#waits;
  }

  /** Null while the body has come to no wait, and none is known of before. */
  get knownWaits(): BodyWaits | null {
    return this.#waits;
  }

  /** What an attempt that is over still does is ignored, as its result is. */
  get isOpen(): boolean {
    const { state } = this.environment;
    return hasOpenAttempt(state, this.index) && state.records[this.index]?.attemptCount === this.number;
  }

  emit(event: EventDefinition, data: unknown): void {
    if (!this.#isRepeating) this.emitter.emit(event, data);
  }

  get emitter(): Emitter {
    const { classes, now, tell } = this.environment;
    const { path, name } = this;
    this.#emitter ??= createEmitter({ path, step: name, classes, isOpen: () => this.isOpen, now, tell });
    return this.#emitter;
  }

  send(event: EventDefinition<unknown, never>, data: unknown): void {
    if (this.isOpen && !this.#isRepeating) this.environment.send(this.path, event, data);
  }

  /** Copies parameters into the step's state. @throws SerializationError */
  keep(names: readonly string[]): void {
    if (names.length > 0) keepParameters(this.parts.stepState, names, this.input as Readonly<Record<string, unknown>>); // parameters are an object
  }

  abort(reason: unknown): void {
    this.#abortion ??= new AbortController();
    this.#abortion.abort(reason);
    this.#waits?.abort(reason);
  }

  #createWaits(): BodyWaits {
    const { state, post, now } = this.environment;
    const waits = new BodyWaits({ state, index: this.index, attempt: this.number, post, now });
    if (this.#abortion?.signal.aborted === true) waits.abort(this.#abortion.signal.reason);
    return waits;
  }

  get #isRepeating(): boolean {
    return this.#waits?.isRepeating === true;
  }

  /** Whether what it writes is of interest. */
  get #isWriting(): boolean {
    return this.isOpen && !(this.environment.isCalledAnew && this.#isRepeating);
  }
}
