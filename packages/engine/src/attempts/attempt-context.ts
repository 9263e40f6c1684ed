import type { ActiveContext } from "../context/active-context.ts";
import { readByKey, variableOfKey } from "../context/key-notation.ts";
import type { LambdaScope, ReadSpan } from "../context/lambda-scope.ts";
import type { RunContext } from "../context/run-context.ts";
import type {
  AttemptMetadata,
  LogWriter,
  RunIdentity,
  SpanWriter,
  StepContext,
  UsageWriter,
} from "../context/step-context.ts";
import { type CoreState, Phase } from "../core/state.ts";
import { spanOf } from "../core/step-span.ts";
import type { RunSpan, Span } from "../spans/span.ts";
import { share } from "../state/record.ts";
import { createBodyReader } from "./body-reader.ts";
import { createSpanWriters, type SpanWriters, type WriteEvent } from "./span-writers.ts";

/** What all attempts of a run have in common. */
export interface AttemptEnvironment {
  readonly state: CoreState;
  readonly rootSpan: RunSpan;
  readonly identity: RunIdentity;
  readonly write: WriteEvent;
}

/** The context of one call of a step's `run` function. What only the runner may do with it is static. */
export class AttemptContext implements StepContext {
  readonly #environment: AttemptEnvironment;
  readonly #index: number;
  readonly input: unknown;
  readonly attempt: number;
  #abortion: AbortController | null = null;
  #writers: SpanWriters | null = null;

  constructor(environment: AttemptEnvironment, index: number, attempt: number, input: unknown) {
    this.#environment = environment;
    this.#index = index;
    this.attempt = attempt;
    this.input = input;
    Object.freeze(this); // the runner knows the attempt by what stands here; private fields stay writable
  }

  get run(): RunIdentity {
    const { identity } = this.#environment;
    const metadata = share(identity.metadata);
    return metadata === identity.metadata ? identity : Object.freeze({ ...identity, metadata });
  }

  get step(): string {
    return this.#environment.state.plan.steps[this.#index]!.name;
  }

  get path(): string {
    return this.#environment.state.plan.paths[this.#index]!;
  }

  get metadata(): AttemptMetadata {
    const { startedAt } = this.#environment.state.records[this.#index]!.attempts[this.attempt - 1]!; // it was recorded before the call
    return { attempt: this.attempt, startedAt };
  }

  /** Made when it is first asked for: most steps never look at it. */
  get signal(): AbortSignal {
    this.#abortion ??= new AbortController();
    return this.#abortion.signal;
  }

  get idempotencyKey(): string {
    return `${this.run.id}/${this.path}`;
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

  static abort(attempt: AttemptContext, reason: unknown): void {
    attempt.#abortion ??= new AbortController();
    attempt.#abortion.abort(reason);
  }

  /** What the exported `stepSpan` and its kin see inside of the call. */
  static activeIn(attempt: AttemptContext): ActiveContext {
    return new BodyContext(attempt.#environment, attempt.#index, attempt);
  }

  get #writersOfStep(): SpanWriters {
    const { state, write } = this.#environment;
    const vars = () => state.records[this.#index]?.vars ?? {};
    this.#writers ??= createSpanWriters({ path: this.path, step: this.step, vars }, (event) => {
      if (this.#isOpen) write(event);
    });
    return this.#writers;
  }

  /** What an attempt that is over still writes is ignored, as its result is. */
  get #isOpen(): boolean {
    const { phases, records } = this.#environment.state;
    return phases[this.#index] === Phase.running && records[this.#index]?.attempts.length === this.attempt;
  }
}

/** Makes its parts when they are asked for: most steps use none of them. */
class BodyContext implements ActiveContext {
  readonly #environment: AttemptEnvironment;
  readonly #index: number;
  readonly #attempt: AttemptContext;
  #reader: ReadSpan | null = null;

  constructor(environment: AttemptEnvironment, index: number, attempt: AttemptContext) {
    this.#environment = environment;
    this.#index = index;
    this.#attempt = attempt;
  }

  get stepSpan(): ReadSpan {
    this.#reader ??= createBodyReader(this.#environment.state, this.#index);
    return this.#reader;
  }

  get currentSpan(): Span {
    return spanOf(this.#environment.state, this.#index);
  }

  get parentSpan(): LambdaScope["parentSpan"] {
    return this.#environment.rootSpan;
  }

  get runContext(): RunContext {
    const { state, rootSpan } = this.#environment;
    return {
      runId: this.#attempt.run.id,
      workflow: this.#attempt.run.workflow,
      input: share(state.run?.input),
      getData: (key) =>
        readByKey(key, {
          current: this.currentSpan,
          parent: rootSpan,
          stepNames: state.plan.indexByName,
          readStep: (name) => this.stepSpan(name, { default: null }),
        }),
      setData: (key, value) => this.#attempt.span.set(variableOfKey(key), value),
    };
  }
}
