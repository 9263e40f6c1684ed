import { paramsForAttempt } from "../borders/params.ts";
import { parseAtBorder } from "../borders/parse-at-border.ts";
import { callInAttempt } from "../context/slot.ts";
import type { Fact, WhereAnswer } from "../core/facts.ts";
import { type CoreState, Phase } from "../core/state.ts";
import { indexAt, nameAt, stateAt, stepAt } from "../core/units.ts";
import { CancelledError, cancellationMessage } from "../errors/run-errors.ts";
import { StepError, type StepFailure, StepTimeoutError } from "../errors/step-errors.ts";
import type { StepDefinition } from "../plan/definition.ts";
import type { Executor, JobGroup } from "../ports/executor.ts";
import type { CancelReason } from "../spans/span.ts";
import type { ClassRegistry } from "../state/class-registry.ts";
import type { Values } from "../state/values.ts";
import { adopt } from "./adopt.ts";
import { AttemptContext } from "./attempt-context.ts";
import type { AttemptEnvironment } from "./attempt-environment.ts";
import { askWhere } from "./body-waits.ts";
import { collectStream } from "./collect-stream.ts";
import { frozenWriteHint } from "./frozen-write.ts";
import { collectOf, runOf } from "./function-body.ts";
import { retryDelay } from "./retry.ts";
import { isAsyncIterable } from "./stream-iterator.ts";

/** What the attempts of a run need. */
export interface AttemptsParts {
  /** Of the run itself. */
  readonly root: CoreState;
  /** Of the run, or of a child run. */
  readonly environmentOf: (state: CoreState) => AttemptEnvironment;
  readonly executor: Executor;
  readonly group: JobGroup | null;
  readonly post: (fact: Fact) => void;
  readonly now: () => number;
  readonly random: () => number;
  readonly nextTurn: () => Promise<void>;
  readonly classes: ClassRegistry | null;
  readonly values: Values;
}

/** Queues, calls, aborts and closes the attempts of one run: the one place where `run` functions are called (I7). */
export class Attempts {
  readonly #parts: AttemptsParts;
  /** For each attempt that waits for a slot the function that takes it back. */
  readonly #queued = new Map<string, () => void>();
  /** For each slot that is held the function that gives it back. */
  readonly #slots = new Map<string, () => void>();
  readonly #open = new Map<string, AttemptContext>();
  #isOver = false;

  constructor(parts: AttemptsParts) {
    this.#parts = parts;
  }

  /** Does nothing for an attempt that has its slot: it was granted between a pause and the end of it. */
  queue(path: string): void {
    if (this.#slots.has(path)) return;
    const { step } = this.#placeOf(path);
    const withdraw = this.#parts.executor.submit({
      queue: step.queue,
      priority: step.priority,
      group: this.#parts.group,
      start: () =>
        new Promise((release) => {
          if (this.#isOver) return release();
          this.#queued.delete(path);
          this.#slots.set(path, release);
          this.#parts.post({ type: "slot-granted", path });
        }),
    });
    if (!this.#slots.has(path)) this.#queued.set(path, withdraw); // it may have started at once
  }

  withdraw(path: string): void {
    this.#queued.get(path)?.();
    this.#queued.delete(path);
  }

  call(path: string, attempt: number): void {
    const { state, index, step } = this.#placeOf(path);
    const run = runOf(step); // called without a receiver, so that it cannot reach the definition by `this`
    if (state.phases[index] !== Phase.running) return;
    const params = paramsForAttempt(step, state.records[index]!.params!, this.#parts.values); // it was queued with its parameters
    const context = new AttemptContext(this.#parts.environmentOf(state), index, attempt, params);
    this.#open.set(path, context);
    const rejected = (thrown: unknown) => this.#threw(step, context, thrown, true);
    let returned: unknown;
    try {
      AttemptContext.keep(context, step.keepInState);
      returned = callInAttempt(AttemptContext.activeIn(context), () => run(params as never, context)); // the dsl typed them
    } catch (thrown) {
      rejected(thrown);
      return;
    }
    adopt(returned, { fulfilled: (output) => this.#took(step, context, output), rejected });
  }

  abort(path: string, because: CancelReason): void {
    const { state, index } = this.#placeOf(path);
    const context = this.#open.get(path);
    const error = new CancelledError(
      cancellationMessage(state.plan.name, because, state.run?.timeoutMs ?? null),
      because,
    );
    if (context !== undefined) return AttemptContext.abort(context, error);
    // Its body waited before a restart, and was not called again since: nothing of it is there that could end.
    const attempt = state.records[index]?.attempts.length ?? 0;
    this.#parts.post({ type: "attempt-threw", path, attempt, error, retryAt: null });
  }

  /** Waits of the attempt are over: its body is told, and called anew if it is not in memory. */
  resume(path: string, attempt: number): void {
    const context = this.#open.get(path);
    if (context === undefined) this.call(path, attempt);
    else AttemptContext.waitsOf(context)?.deliver();
  }

  /** The attempt waits: its slot is free for others. */
  park(path: string): void {
    this.refuseSlot(path);
  }

  /** Asks the `where` of a wait; null if the body that brings it is not in memory. */
  ask(path: string, wait: number, value: unknown): WhereAnswer | null {
    const { state, index, step } = this.#placeOf(path);
    if (step.form.kind === "wait") {
      return step.form.where === null
        ? null
        : askWhere(step.form.where, value, `The where of step "${nameAt(state, index)}"`);
    }
    const context = this.#open.get(path);
    return context === undefined ? null : (AttemptContext.waitsOf(context)?.ask(wait, value) ?? null);
  }

  timeOut(path: string): void {
    const context = this.#open.get(path);
    if (context === undefined) return;
    const { step } = this.#placeOf(path);
    const failure = this.#failure(context);
    const error = new StepTimeoutError(failure, step.timeoutMs ?? 0);
    AttemptContext.abort(context, error);
    this.#postFailure(step, context, error, error, true);
  }

  /** The attempt is over or abandoned: its slot is free for others. */
  close(path: string): void {
    this.#open.delete(path);
    this.refuseSlot(path);
  }

  refuseSlot(path: string): void {
    this.#slots.get(path)?.();
    this.#slots.delete(path);
  }

  /** The run is over: slots that were granted too late are free for others. */
  end(): void {
    this.#isOver = true;
    for (const path of [...this.#slots.keys()]) this.refuseSlot(path);
  }

  /** The run cannot go on: nothing of it stays in the executor. */
  abandonAll(reason: unknown): void {
    for (const path of [...this.#queued.keys()]) this.withdraw(path);
    for (const context of this.#open.values()) AttemptContext.abort(context, reason);
    for (const path of [...this.#slots.keys()]) this.close(path);
  }

  /** What the body gave is its output, or a stream of which the output is made. */
  #took(step: StepDefinition, context: AttemptContext, output: unknown): void {
    const fulfilled = (value: unknown) => this.#returned(step, context, value);
    if (!isAsyncIterable(output)) return fulfilled(output);
    const { nextTurn, classes } = this.#parts;
    const what = `The output of step "${this.#nameOf(context)}"`;
    const stream = { what, signal: context.signal, collect: collectOf(step), nextTurn, classes };
    callInAttempt(AttemptContext.activeIn(context), () =>
      collectStream(
        output,
        { ...stream, ...AttemptContext.streaming(context) },
        {
          fulfilled,
          rejected: (thrown) => this.#threw(step, context, thrown, true),
          refused: (thrown) => this.#threw(step, context, thrown, false),
        },
      ),
    );
  }

  /** A schema that refuses the output and a value that cannot be kept fail at once: trying again would not help. */
  #returned(step: StepDefinition, context: AttemptContext, output: unknown): void {
    const refused = (thrown: unknown) => this.#threw(step, context, thrown, false);
    const what = `The output of step "${this.#nameOf(context)}"`;
    const accepted = (value: unknown) => {
      const { path, attempt } = context;
      try {
        const recorded = this.#parts.values.record(value, what);
        this.#parts.post({ type: "attempt-returned", path, attempt, output: recorded });
      } catch (thrown) {
        refused(thrown);
      }
    };
    if (step.output === null) return accepted(output);
    try {
      const parsed = parseAtBorder(step.output, output, what);
      if (parsed instanceof Promise) parsed.then(accepted, refused);
      else accepted(parsed);
    } catch (thrown) {
      refused(thrown);
    }
  }

  #threw(step: StepDefinition, context: AttemptContext, thrown: unknown, mayRetry: boolean): void {
    const hint = frozenWriteHint(thrown, context.input);
    const failure: StepFailure = { ...this.#failure(context), cause: thrown, ...(hint === undefined ? {} : { hint }) };
    this.#postFailure(step, context, new StepError(failure), thrown, mayRetry);
  }

  #postFailure(
    step: StepDefinition,
    context: AttemptContext,
    error: StepError,
    thrown: unknown,
    mayRetry: boolean,
  ): void {
    const { path, attempt } = context;
    const { post, now, random } = this.#parts;
    try {
      const delay = mayRetry ? retryDelay(step.retry, attempt, thrown, random) : null;
      post({ type: "attempt-threw", path, attempt, error, retryAt: delay === null ? null : now() + delay });
    } catch (cause) {
      const hint = `That was thrown by retry.when, which was asked about this error: ${error.message}`;
      const failed = new StepError({ ...this.#failure(context), cause, hint });
      post({ type: "attempt-threw", path, attempt, error: failed, retryAt: null });
    }
  }

  /** What the step saw when it failed. */
  #failure(context: AttemptContext): Omit<StepFailure, "cause"> {
    const { input, state, stepState } = context.snapshot();
    return { step: this.#nameOf(context), attempt: context.attempt, input, state, stepState };
  }

  #nameOf({ path }: AttemptContext): string {
    const { state, index } = this.#placeOf(path);
    return nameAt(state, index);
  }

  #placeOf(path: string): { readonly state: CoreState; readonly index: number; readonly step: StepDefinition } {
    const state = stateAt(this.#parts.root, path);
    const index = indexAt(state, path);
    return { state, index, step: stepAt(state, index) };
  }
}
