import { CancelledError, type CancelReason, type Codec, SerializationError, StepError } from "@stepspan/engine";
import {
  askWhere,
  type CoreState,
  cancellationMessage,
  indexAt,
  nameAt,
  type RunAttempts,
  type RunHost,
  type Slots,
  stateAt,
  stepAt,
  type WhereAnswer,
} from "@stepspan/engine/hosting";
import type { StepAnswer } from "../protocol/inbox-message.ts";
import type { StepCall } from "../protocol/step-call.ts";
import { AnswerTaker } from "./answer-taker.ts";
import type { OpenCalls } from "./open-calls.ts";
import type { PoolGate } from "./pool-gate.ts";
import type { RunLine } from "./run-line.ts";
import type { StateVersions } from "./state-versions.ts";
import { stepCallOf } from "./step-call-of.ts";

export interface RemoteParts {
  readonly host: RunHost;
  readonly slots: Slots;
  readonly calls: OpenCalls;
  readonly pools: PoolGate;
  readonly line: RunLine;
  readonly versions: StateVersions;
  readonly codec: Codec;
}

/**
 * The attempts of a run whose bodies are called by workers. A body that waits is not in memory: it is called anew when
 * one of its waits is over, or when the `where` of one is to be asked. Timeouts are counted by the workers, because the
 * time in which nobody has come to a call does not count.
 */
export class RemoteAttempts implements RunAttempts {
  readonly #parts: RemoteParts;
  readonly #answers: AnswerTaker;

  constructor(parts: RemoteParts) {
    this.#parts = parts;
    this.#answers = new AnswerTaker({
      ...parts,
      callAgain: (state, index, attempt) => this.#call(state, index, attempt),
    });
  }

  queue(path: string, index: number): void {
    const { pools, slots } = this.#parts;
    const state = this.#stateAt(path);
    pools.whenReady(stepAt(state, index), path, () => slots.ask(path, index, state));
  }

  withdraw(path: string): void {
    const { state, index } = this.#placeOf(path);
    this.#parts.pools.forget(path);
    this.#parts.slots.withdraw(index, state);
  }

  call(path: string, index: number, attempt: number): void {
    this.#call(this.#stateAt(path), index, attempt);
  }

  /** While a call is open its answer comes first: the body asks for what it waits for then, and is told of it. */
  resume(path: string, attempt: number): void {
    const { state, index } = this.#placeOf(path);
    if (!this.#parts.calls.has(path)) this.#call(state, index, attempt);
  }

  ask(path: string, wait: number, data: unknown, sent: number): WhereAnswer | null {
    const { state, index } = this.#placeOf(path);
    const { form } = stepAt(state, index);
    if (form.kind === "wait") {
      return form.where === null ? null : askWhere(form.where, data, `The where of step "${nameAt(state, index)}"`);
    }
    const attempt = state.records[index]?.attemptCount ?? 0;
    if (!this.#parts.calls.has(path) && attempt > 0) this.#call(state, index, attempt, { wait, sent, data });
    return null;
  }

  abort(path: string, because: CancelReason): void {
    const { calls, line, host } = this.#parts;
    const open = calls.get(path);
    if (open !== undefined) return void line.ask(open.invocationId).then((id) => calls.abort(id, because));
    // Its body waits, or no worker has it: nothing of it is there that could end.
    const { state, index } = this.#placeOf(path);
    const message = cancellationMessage(state.plan.name, because, state.run?.timeoutMs ?? null);
    const error = new CancelledError(message, because);
    const attempt = state.records[index]?.attemptCount ?? 0;
    host.loop.post({ type: "attempt-threw", path, attempt, error, retryAt: null });
  }

  timeOut(): void {}

  close(path: string, index: number): void {
    const { calls, slots, pools } = this.#parts;
    calls.forget(path);
    pools.forget(path);
    slots.giveBack(index, this.#stateAt(path));
  }

  giveBackSlot(path: string): void {
    const { state, index } = this.#placeOf(path);
    this.#parts.slots.giveBack(index, state);
  }

  end(): void {
    this.#parts.slots.end();
  }

  abandonAll(): void {
    this.end();
  }

  /** A worker has answered. */
  take(answer: StepAnswer): void {
    const { calls } = this.#parts;
    if (calls.answered(answer.path, answer.call) === undefined) return;
    const { state, index } = this.#placeOf(answer.path);
    this.#answers.take(answer, state, index);
  }

  /** A call was ended in Restate by somebody: its attempt has failed, and by no fault of its body. */
  lose(path: string, call: number, problem: string): void {
    const { calls, host } = this.#parts;
    const open = calls.answered(path, call);
    if (open === undefined) return;
    const { state, index } = this.#placeOf(path);
    const { attempt } = open;
    const cause = new Error(`Its call was ended in Restate: ${problem}`);
    const error = new StepError({ step: nameAt(state, index), attempt, cause, input: state.records[index]?.params });
    host.loop.post({ type: "attempt-threw", path, attempt, error, retryAt: null });
  }

  #call(
    state: CoreState,
    index: number,
    attempt: number,
    ask: { wait: number; sent: number; data: unknown } | null = null,
  ): void {
    const { calls, pools, host, codec } = this.#parts;
    const service = pools.serviceOf(stepAt(state, index));
    const call = { ...stepCallOf(state, index, attempt, { runId: host.runId, codec }), ask };
    try {
      calls.send(service, call);
    } catch (thrown) {
      if (!(thrown instanceof SerializationError)) throw thrown;
      const error = largeCall(nameAt(state, index), call, thrown);
      host.loop.post({ type: "attempt-threw", path: call.path, attempt, error, retryAt: null });
    }
  }

  #stateAt(path: string): CoreState {
    return stateAt(this.#parts.host.root, path);
  }

  #placeOf(path: string): { readonly state: CoreState; readonly index: number } {
    const state = this.#stateAt(path);
    return { state, index: indexAt(state, path) };
  }
}

function largeCall(
  step: string,
  { attempt, params }: Pick<StepCall, "attempt" | "params">,
  tooLarge: Error,
): StepError {
  const cause = new SerializationError(
    `The call of step "${step}", with its parameters and what it reads of its run,`,
    "",
    `does not fit into one message (${tooLarge.message})`,
    "Give it less at once: the address of what is large in place of it.",
  );
  return new StepError({ step, attempt, cause, input: params });
}
