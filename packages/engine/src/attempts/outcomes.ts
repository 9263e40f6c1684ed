import { parseAtBorder } from "../borders/parse-at-border.ts";
import type { Fact } from "../core/facts.ts";
import { StepError, type StepFailure, StepTimeoutError } from "../errors/step-errors.ts";
import type { ClassRegistry } from "../state/class-registry.ts";
import type { Values } from "../state/values.ts";
import type { Attempt } from "./attempt.ts";
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
  gave(attempt: Attempt, output: unknown): void {
    if (!isAsyncIterable(output)) return this.#returned(attempt, output);
    const fulfilled = (value: unknown) => this.#returned(attempt, value);
    const { nextTurn, classes } = this.#parts;
    const { signal, definition, emitter } = attempt;
    const stream = { what: outputInWords(attempt), signal, collect: collectOf(definition), nextTurn, classes };
    const end = {
      fulfilled,
      rejected: (thrown: unknown) => this.threw(attempt, thrown),
      refused: (thrown: unknown) => this.refused(attempt, thrown),
    };
    const source = { ...stream, isOpen: () => attempt.isOpen, emitItem: emitter.emitItem };
    callBody(attempt, this.#parts, () => collectStream(output, source, end));
  }

  /** The body threw: it is called again if the retries of the step say so. */
  threw(attempt: Attempt, thrown: unknown): void {
    this.#post(attempt, this.#wrapped(attempt, thrown), thrown, true);
  }

  /** A schema that refuses the output, and a value that cannot be kept fail at once: trying again would not help. */
  refused(attempt: Attempt, thrown: unknown): void {
    this.#post(attempt, this.#wrapped(attempt, thrown), thrown, false);
  }

  timedOut(attempt: Attempt): void {
    const { timeoutMs } = attempt.definition;
    const error = new StepTimeoutError(failureOf(attempt), timeoutMs ?? 0);
    attempt.abort(error);
    this.#post(attempt, error, error, true, this.#parts.postAtOnce);
  }

  #returned(attempt: Attempt, output: unknown): void {
    const { output: schema } = attempt.definition;
    if (schema === null) return this.#accepted(attempt, output);
    const accepted = (value: unknown) => this.#accepted(attempt, value);
    const refused = (thrown: unknown) => this.refused(attempt, thrown);
    try {
      const parsed = parseAtBorder(schema, output, outputInWords(attempt));
      if (parsed instanceof Promise) parsed.then(accepted, refused);
      else accepted(parsed);
    } catch (thrown) {
      refused(thrown);
    }
  }

  #accepted(attempt: Attempt, value: unknown): void {
    const { post, values } = this.#parts;
    let output = value;
    try {
      if (!values.isRecorded(value)) output = values.record(value, outputInWords(attempt));
    } catch (thrown) {
      return this.refused(attempt, thrown);
    }
    const { path, index, number } = attempt;
    post({ type: "attempt-returned", path, index, attempt: number, output });
  }

  #wrapped(attempt: Attempt, thrown: unknown): StepError {
    const hint = frozenWriteHint(thrown, attempt.input);
    return new StepError({ ...failureOf(attempt), cause: thrown, ...(hint === undefined ? {} : { hint }) });
  }

  #post(
    attempt: Attempt,
    error: StepError,
    thrown: unknown,
    mayRetry: boolean,
    post: (fact: Fact) => void = this.#parts.post,
  ): void {
    const { path, number } = attempt;
    const { now, random } = this.#parts;
    const { retry } = attempt.definition;
    try {
      const delay = mayRetry ? retryDelay(retry, number, thrown, random) : null;
      post({ type: "attempt-threw", path, attempt: number, error, retryAt: delay === null ? null : now() + delay });
    } catch (cause) {
      const hint = `That was thrown by retry.when, which was asked about this error: ${error.message}`;
      const failed = new StepError({ ...failureOf(attempt), cause, hint });
      post({ type: "attempt-threw", path, attempt: number, error: failed, retryAt: null });
    }
  }
}

/** What the step saw when it failed. */
function failureOf(attempt: Attempt): Omit<StepFailure, "cause"> {
  return { step: attempt.name, attempt: attempt.number, ...snapshotOf(attempt) };
}

/** Without the states, if those could not even be read. */
function snapshotOf(attempt: Attempt): Pick<StepFailure, "input" | "state" | "stepState"> {
  try {
    return attempt.parts.snapshot();
  } catch {
    return { input: attempt.input };
  }
}

function outputInWords({ name }: Attempt): string {
  return `The output of step "${name}"`;
}
