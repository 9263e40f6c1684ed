import { parseAtBorder } from "../borders/parse-at-border.ts";
import type { Fact } from "../core/facts.ts";
import { StepError, type StepFailure, StepTimeoutError } from "../errors/step-errors.ts";
import type { ClassRegistry } from "../state/class-registry.ts";
import type { Values } from "../state/values.ts";
import { AttemptContext } from "./attempt-context.ts";
import { type BodyCalls, callBody } from "./call-body.ts";
import { collectStream } from "./collect-stream.ts";
import { frozenWriteHint } from "./frozen-write.ts";
import { collectOf } from "./function-body.ts";
import { retryDelay } from "./retry.ts";
import { isAsyncIterable } from "./stream-iterator.ts";

export interface OutcomesParts extends BodyCalls {
  readonly post: (fact: Fact) => void;
  /** The same, for what is bound to its moment: a timeout. */
  readonly postAtOnce: (fact: Fact) => void;
  readonly now: () => number;
  readonly random: () => number;
  readonly nextTurn: () => Promise<void>;
  readonly classes: ClassRegistry | null;
  readonly values: Values;
}

/** What becomes of the ends of attempts: outputs are parsed and recorded, failures wrapped, and retries timed. */
export class Outcomes {
  readonly #parts: OutcomesParts;

  constructor(parts: OutcomesParts) {
    this.#parts = parts;
  }

  /** What the body gave is its output, or a stream of which the output is made. */
  gave(context: AttemptContext, output: unknown): void {
    if (!isAsyncIterable(output)) return this.#returned(context, output);
    const fulfilled = (value: unknown) => this.#returned(context, value);
    const { nextTurn, classes } = this.#parts;
    const { definition, what } = AttemptContext.placeOf(context);
    const stream = { what, signal: context.signal, collect: collectOf(definition), nextTurn, classes };
    const end = {
      fulfilled,
      rejected: (thrown: unknown) => this.threw(context, thrown),
      refused: (thrown: unknown) => this.refused(context, thrown),
    };
    callBody(context, this.#parts, collectStream, output, { ...stream, ...AttemptContext.streaming(context) }, end);
  }

  /** The body threw: it is called again if the retries of the step say so. */
  threw(context: AttemptContext, thrown: unknown): void {
    this.#post(context, this.#wrapped(context, thrown), thrown, true);
  }

  /** A schema that refuses the output, and a value that cannot be kept fail at once: trying again would not help. */
  refused(context: AttemptContext, thrown: unknown): void {
    this.#post(context, this.#wrapped(context, thrown), thrown, false);
  }

  timedOut(context: AttemptContext): void {
    const { timeoutMs } = AttemptContext.definitionOf(context);
    const error = new StepTimeoutError(failureOf(context), timeoutMs ?? 0);
    AttemptContext.abort(context, error);
    this.#post(context, error, error, true, this.#parts.postAtOnce);
  }

  #returned(context: AttemptContext, output: unknown): void {
    const { output: schema } = AttemptContext.definitionOf(context);
    if (schema === null) return this.#accepted(context, output);
    const accepted = (value: unknown) => this.#accepted(context, value);
    const refused = (thrown: unknown) => this.refused(context, thrown);
    try {
      const parsed = parseAtBorder(schema, output, AttemptContext.placeOf(context).what);
      if (parsed instanceof Promise) parsed.then(accepted, refused);
      else accepted(parsed);
    } catch (thrown) {
      refused(thrown);
    }
  }

  #accepted(context: AttemptContext, value: unknown): void {
    const { post, values } = this.#parts;
    let output = value;
    try {
      if (!values.isRecorded(value)) output = values.record(value, AttemptContext.placeOf(context).what);
    } catch (thrown) {
      return this.refused(context, thrown);
    }
    const index = AttemptContext.indexOf(context);
    post({ type: "attempt-returned", path: context.path, index, attempt: context.attempt, output });
  }

  #wrapped(context: AttemptContext, thrown: unknown): StepError {
    const hint = frozenWriteHint(thrown, context.input);
    return new StepError({ ...failureOf(context), cause: thrown, ...(hint === undefined ? {} : { hint }) });
  }

  #post(
    context: AttemptContext,
    error: StepError,
    thrown: unknown,
    mayRetry: boolean,
    post: (fact: Fact) => void = this.#parts.post,
  ): void {
    const { path, attempt } = context;
    const { now, random } = this.#parts;
    const { retry } = AttemptContext.definitionOf(context);
    try {
      const delay = mayRetry ? retryDelay(retry, attempt, thrown, random) : null;
      post({ type: "attempt-threw", path, attempt, error, retryAt: delay === null ? null : now() + delay });
    } catch (cause) {
      const hint = `That was thrown by retry.when, which was asked about this error: ${error.message}`;
      const failed = new StepError({ ...failureOf(context), cause, hint });
      post({ type: "attempt-threw", path, attempt, error: failed, retryAt: null });
    }
  }
}

/** What the step saw when it failed. */
function failureOf(context: AttemptContext): Omit<StepFailure, "cause"> {
  return { step: AttemptContext.placeOf(context).name, attempt: context.attempt, ...snapshotOf(context) };
}

/** Without the states, if those could not even be read. */
function snapshotOf(context: AttemptContext): Pick<StepFailure, "input" | "state" | "stepState"> {
  try {
    return context.snapshot();
  } catch {
    return { input: context.input };
  }
}
