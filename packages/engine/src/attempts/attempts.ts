import { paramsForAttempt } from "../borders/params.ts";
import type { Fact, WhereAnswer } from "../core/facts.ts";
import { type CoreState, Phase } from "../core/state.ts";
import { indexAt, nameAt, stateAt, stepAt } from "../core/units.ts";
import { CancelledError, cancellationMessage } from "../errors/run-errors.ts";
import type { StepDefinition } from "../plan/definition.ts";
import type { Executor, JobGroup } from "../ports/executor.ts";
import type { CancelReason } from "../spans/span.ts";
import { adopt } from "./adopt.ts";
import { Attempt } from "./attempt.ts";
import { AttemptContext } from "./attempt-context.ts";
import type { AttemptEnvironment } from "./attempt-environment.ts";
import { askWhere } from "./body-waits.ts";
import { ByStep } from "./by-step.ts";
import { callBody } from "./call-body.ts";
import { runOf } from "./function-body.ts";
import { Outcomes, type OutcomesParts } from "./outcomes.ts";
import type { RunAttempts } from "./run-attempts.ts";
import { Slots, type SlotsParts } from "./slots.ts";

/** What the attempts of a run need. */
export interface AttemptsParts extends Omit<OutcomesParts, "postAtOnce"> {
  /** Of the run itself. */
  readonly root: CoreState;
  /** Of the run, or of a child run. */
  readonly environmentOf: (state: CoreState) => AttemptEnvironment;
  /** The same as `post`, for what often happens at one moment many times: a slow store is asked once for all. */
  readonly gather: (fact: Fact) => void;
  /** The same, for what is at once followed by more, or by `flush`. */
  readonly add: (fact: Fact) => void;
  readonly flush: () => void;
  /** Whether a slot may be given back before the end of its attempt is stored. */
  readonly mayPassSlotOn: () => boolean;
  readonly executor: Executor;
  readonly group: JobGroup | null;
  readonly rankOf: SlotsParts["rankOf"];
}

/** Queues, calls, aborts and closes the attempts of one run: the one place where `run` functions are called (I7). */
export class Attempts implements RunAttempts {
  readonly #parts: AttemptsParts;
  readonly #slots: Slots;
  readonly #outcomes: Outcomes;
  readonly #open = new ByStep<Attempt>();

  constructor(parts: AttemptsParts) {
    this.#parts = parts;
    const { executor, group, rankOf, post, gather, add, flush } = parts;
    this.#slots = new Slots({
      ...{ executor, group, rankOf },
      granted: (path, index) => add({ type: "slot-granted", path, index }),
      source: { started: flush },
    });
    this.#outcomes = new Outcomes({
      ...parts,
      post: (fact) => this.#ended(fact, gather),
      postAtOnce: (fact) => this.#ended(fact, post),
    });
  }

  queue(path: string, index: number): void {
    this.#slots.ask(path, index, stateAt(this.#parts.root, path));
  }

  withdraw(path: string): void {
    const { state, index } = this.#placeOf(path);
    this.#slots.withdraw(index, state);
  }

  call(path: string, index: number, number: number): void {
    const state = stateAt(this.#parts.root, path);
    const step = stepAt(state, index);
    if (state.phases[index] !== Phase.running) return;
    const environment = this.#parts.environmentOf(state);
    const params = paramsForAttempt(step, state.records[index]!.params!, this.#parts.values); // it was queued with its parameters
    const attempt = new Attempt(environment, index, number, params);
    this.#open.set(state, index, attempt);
    try {
      const prepared = environment.prepare(step.name);
      if (prepared === undefined) return this.#callBody(step, attempt);
      prepared.then(
        () => {
          if (this.#open.get(state, index) === attempt) this.#callBody(step, attempt);
        },
        (thrown) => this.#outcomes.threw(attempt, thrown),
      );
    } catch (thrown) {
      this.#outcomes.threw(attempt, thrown);
    }
  }

  #callBody(step: StepDefinition, attempt: Attempt): void {
    try {
      attempt.keep(step.keepInState);
    } catch (thrown) {
      this.#outcomes.refused(attempt, thrown);
      return;
    }
    let returned: unknown;
    try {
      returned = callBody(attempt, this.#parts, callRun);
    } catch (thrown) {
      this.#outcomes.threw(attempt, thrown);
      return;
    }
    adopt(returned, {
      fulfilled: (output) => this.#outcomes.gave(attempt, output),
      rejected: (thrown) => this.#outcomes.threw(attempt, thrown),
    });
  }

  abort(path: string, because: CancelReason): void {
    const { state, index } = this.#placeOf(path);
    const open = this.#open.get(state, index);
    const message = cancellationMessage(state.plan.name, because, state.run?.timeoutMs ?? null);
    const error = new CancelledError(message, because);
    if (open !== undefined) return open.abort(error);
    // Its body waited before a restart, and was not called again since: nothing of it is there that could end.
    const attempt = state.records[index]?.attemptCount ?? 0;
    this.#parts.post({ type: "attempt-threw", path, attempt, error, retryAt: null });
  }

  /** Waits of the attempt are over: its body is told, and called anew if it is not in memory. */
  resume(path: string, attempt: number): void {
    const { state, index } = this.#placeOf(path);
    const open = this.#open.get(state, index);
    if (open === undefined) this.call(path, index, attempt);
    else open.knownWaits?.deliver();
  }

  /** Asks the `where` of a wait; null if the body that brings it is not in memory. */
  ask(path: string, wait: number, value: unknown): WhereAnswer | null {
    const { state, index, step } = this.#placeOf(path);
    if (step.form.kind === "wait") {
      const { where } = step.form;
      return where === null ? null : askWhere(where, value, `The where of step "${nameAt(state, index)}"`);
    }
    const open = this.#open.get(state, index);
    return open?.knownWaits?.ask(wait, value) ?? null;
  }

  timeOut(path: string): void {
    const { state, index } = this.#placeOf(path);
    const open = this.#open.get(state, index);
    if (open !== undefined) this.#outcomes.timedOut(open);
  }

  /** The attempt is over or abandoned: its slot is free for others. */
  close(path: string, index: number): void {
    const state = stateAt(this.#parts.root, path);
    this.#open.set(state, index, undefined);
    this.#slots.giveBack(index, state);
  }

  /** The slot of an attempt that waits, or that was stopped meanwhile, is free for others. */
  giveBackSlot(path: string): void {
    const { state, index } = this.#placeOf(path);
    this.#slots.giveBack(index, state);
  }

  /** The run is over. */
  end(): void {
    this.#slots.end();
  }

  /** The run cannot go on: nothing of it stays in the executor. */
  abandonAll(reason: unknown): void {
    this.abortAll(reason);
    this.#slots.end();
  }

  /** Bodies are told to end, and what comes of them is of no interest; their slots stay theirs. */
  abortAll(reason: unknown): void {
    for (const open of this.#open.all()) open.abort(reason);
    this.#open.clear();
  }

  /** The body has ended: others may not have to wait for its slot until that is stored. */
  #ended(fact: Fact, post: (fact: Fact) => void): void {
    post(fact);
    if (!this.#parts.mayPassSlotOn()) return;
    if (fact.type !== "attempt-returned" && fact.type !== "attempt-threw") return;
    const { state, index } = this.#placeOf(fact.path);
    if (this.#open.get(state, index)?.number === fact.attempt) this.#slots.giveBack(index, state);
  }

  #placeOf(path: string): { readonly state: CoreState; readonly index: number; readonly step: StepDefinition } {
    const state = stateAt(this.#parts.root, path);
    const index = indexAt(state, path);
    return { state, index, step: stepAt(state, index) };
  }
}

function callRun(attempt: Attempt): unknown {
  const run = runOf(attempt.definition); // called without a receiver, so that it cannot reach the definition by `this`
  return run(attempt.input as never, new AttemptContext(attempt)); // the dsl typed its parameters
}
