import type { ActiveContext } from "../context/active-context.ts";
import type { EventDefinition } from "../context/event-definition.ts";
import type { Resources } from "../context/resources.ts";
import type { StateLayer, StepStateLayer } from "../context/state-layers.ts";
import type {
  AttemptMetadata,
  FlowStateOf,
  LogWriter,
  RunIdentity,
  SpanWriter,
  StepContext,
  UndeclaredTypes,
  UsageWriter,
  WaitOptions,
} from "../context/step-context.ts";
import { attemptsOf } from "../core/attempt-records.ts";
import { hasOpenAttempt } from "../core/state.ts";
import { nameAt, pathAt, stepAt } from "../core/units.ts";
import { keepParameters } from "../layers/keep-parameters.ts";
import type { StepDefinition } from "../plan/definition.ts";
import { share } from "../state/record.ts";
import type { AttemptEnvironment } from "./attempt-environment.ts";
import { BodyContext } from "./body-context.ts";
import { BodyWaits } from "./body-waits.ts";
import type { ContextParts } from "./context-parts.ts";
import { createEmitter, type Emitter } from "./emitter.ts";
import { createSpanWriters, type SpanWriters } from "./span-writers.ts";

/** Which step an attempt is one of. */
interface AttemptPlace {
  readonly definition: StepDefinition;
  readonly name: string;
  readonly what: string;
}

/** The context of one call of a step's `run` function. What only the runner may do with it is static. */
export class AttemptContext implements StepContext {
  readonly #environment: AttemptEnvironment;
  readonly #index: number;
  readonly input: unknown;
  readonly attempt: number;
  #abortion: AbortController | null = null;
  #writers: SpanWriters | null = null;
  #waits: BodyWaits | null = null;
  #emitter: Emitter | null = null;
  #parts: ContextParts | null = null;

  constructor(environment: AttemptEnvironment, index: number, attempt: number, input: unknown) {
    this.#environment = environment;
    this.#index = index;
    this.attempt = attempt;
    this.input = input;
    if (environment.state.records[index]?.waits != null) this.#waits = this.#createWaits(); // a body that is called again
    Object.freeze(this); // the runner knows the attempt by what stands here; private fields stay writable
  }

  get run(): RunIdentity {
    const { identity } = this.#environment;
    const metadata = share(identity.metadata);
    return metadata === identity.metadata ? identity : Object.freeze({ ...identity, metadata });
  }

  get step(): string {
    return stepAt(this.#environment.state, this.#index).name;
  }

  get path(): string {
    return pathAt(this.#environment.state, this.#index);
  }

  get metadata(): AttemptMetadata {
    const { state, now } = this.#environment;
    const { startedAt, finishedAt } = attemptsOf(state.records[this.#index]!)[this.attempt - 1]!; // it was recorded before the call
    return { attempt: this.attempt, startedAt, finishedAt, duration: Math.max(0, (finishedAt ?? now()) - startedAt) };
  }

  /** Made when it is first asked for: most steps never look at it. */
  get signal(): AbortSignal {
    this.#abortion ??= new AbortController();
    return this.#abortion.signal;
  }

  get idempotencyKey(): string {
    return `${this.#environment.rootRunId}/${this.path}`;
  }

  get span(): SpanWriter {
    return this.#writersOfStep.span;
  }

  get usage(): UsageWriter {
    return this.#writersOfStep.usage;
  }

  get log(): LogWriter {
    return this.#writersOfStep.log;
  }

  get state(): StateLayer {
    return this.#partsOfStep.state;
  }

  get stepState(): StepStateLayer {
    return this.#partsOfStep.stepState;
  }

  get flowState(): FlowStateOf<UndeclaredTypes["flowState"]> {
    return this.#partsOfStep.flowState;
  }

  get resources(): Resources {
    return this.#partsOfStep.resources;
  }

  // Got as functions that know their context: a body may take it apart, as in `({ page }, { emit }) => …`.

  get emit(): StepContext["emit"] {
    return (event, data) => {
      if (!this.#isRepeating) this.#emitterOfCall.emit(event, data);
    };
  }

  get send(): StepContext["send"] {
    return (event, data) => {
      if (this.#isOpen && !this.#isRepeating) this.#environment.send(this.path, event, data);
    };
  }

  get waitFor(): StepContext["waitFor"] {
    return <Data>(event: EventDefinition<Data>, options?: WaitOptions<Data>) =>
      this.#waitsOfCall.waitFor(event, options) as Promise<Data>; // the event's schema made it
  }

  get sleep(): StepContext["sleep"] {
    return async (duration) => {
      await this.#waitsOfCall.sleep(duration);
    };
  }

  get stop(): StepContext["stop"] {
    return (output) => this.#environment.stop({ path: this.path, attempt: this.attempt }, output);
  }

  get snapshot(): StepContext["snapshot"] {
    return () => this.#partsOfStep.snapshot();
  }

  get fork(): StepContext["fork"] {
    return () => this.#partsOfStep.fork();
  }

  /** Copies parameters into the step's state. @throws SerializationError */
  static keep(attempt: AttemptContext, names: readonly string[]): void {
    if (names.length > 0) keepParameters(attempt.stepState, names, attempt.input as Readonly<Record<string, unknown>>); // parameters are an object
  }

  static abort(attempt: AttemptContext, reason: unknown): void {
    attempt.#abortion ??= new AbortController();
    attempt.#abortion.abort(reason);
    attempt.#waits?.abort(reason);
  }

  /** The definition of the step, its name with that of an item, and its output in words. */
  static placeOf(attempt: AttemptContext): AttemptPlace {
    const { state } = attempt.#environment;
    const name = nameAt(state, attempt.#index);
    return { definition: stepAt(state, attempt.#index), name, what: `The output of step "${name}"` };
  }

  static indexOf(attempt: AttemptContext): number {
    return attempt.#index;
  }

  static definitionOf(attempt: AttemptContext): StepDefinition {
    return stepAt(attempt.#environment.state, attempt.#index);
  }

  /** What the exported `stepSpan` and its kin see inside of the call. */
  static activeIn(attempt: AttemptContext): ActiveContext {
    return new BodyContext(attempt.#environment, attempt.#index, attempt);
  }

  static waitsOf(attempt: AttemptContext): BodyWaits | null {
    return attempt.#waits;
  }

  /** What the stream of the attempt needs. */
  static streaming(attempt: AttemptContext): {
    readonly isOpen: () => boolean;
    readonly emitItem: (item: unknown) => void;
  } {
    return { isOpen: () => attempt.#isOpen, emitItem: attempt.#emitterOfCall.emitItem };
  }

  get #emitterOfCall(): Emitter {
    const { state, classes, now, tell } = this.#environment;
    const step = nameAt(state, this.#index);
    this.#emitter ??= createEmitter({ path: this.path, step, classes, isOpen: () => this.#isOpen, now, tell });
    return this.#emitter;
  }

  get #writersOfStep(): SpanWriters {
    const { state, write, values } = this.#environment;
    const vars = () => state.records[this.#index]?.vars ?? {};
    const step = nameAt(state, this.#index);
    this.#writers ??= createSpanWriters({ path: this.path, step, vars, record: values.record }, (event) => {
      if (this.#isWriting) write(event);
    });
    return this.#writers;
  }

  get #partsOfStep(): ContextParts {
    this.#parts ??= this.#environment.contextParts({
      index: this.#index,
      isOpen: () => this.#isWriting,
    });
    return this.#parts;
  }

  get #waitsOfCall(): BodyWaits {
    this.#waits ??= this.#createWaits();
    return this.#waits;
  }

  #createWaits(): BodyWaits {
    const { state, post, now } = this.#environment;
    const waits = new BodyWaits({ state, index: this.#index, attempt: this.attempt, post, now });
    if (this.#abortion?.signal.aborted === true) waits.abort(this.#abortion.signal.reason);
    return waits;
  }

  get #isRepeating(): boolean {
    return this.#waits?.isRepeating === true;
  }

  /** Whether what it writes is of interest. */
  get #isWriting(): boolean {
    return this.#isOpen && !(this.#environment.isCalledAnew && this.#isRepeating);
  }

  /** What an attempt that is over still writes is ignored, as its result is. */
  get #isOpen(): boolean {
    const { state } = this.#environment;
    return hasOpenAttempt(state, this.#index) && state.records[this.#index]?.attemptCount === this.attempt;
  }
}
