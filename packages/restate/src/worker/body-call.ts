import { CancelledError, type CancelReason, StepError } from "@stepspan/engine";
import {
  Attempts,
  cancellationMessage,
  entranceToBodies,
  type Fact,
  nameAt,
  nextTurn,
  Phase,
  setPhase,
  stepAt,
  type WhereAnswer,
} from "@stepspan/engine/hosting";
import type { StepEffect, StepOutcome, WaitRequest } from "../protocol/inbox-message.ts";
import type { StepCall } from "../protocol/step-call.ts";
import { CallEffects } from "./call-effects.ts";
import { CallEnvironment } from "./call-environment.ts";
import { createCallLayers } from "./call-layers.ts";
import { type CallResources, openCallResources } from "./call-resources.ts";
import { CallStates, namesStepState } from "./call-states.ts";
import { CallTime } from "./call-time.ts";
import { type CalledLevel, calledLevels } from "./called-levels.ts";
import { failed } from "./encode-answer.ts";
import { fillRecord } from "./fill-record.ts";
import { type ObservedCall, observeCall } from "./observed-call.ts";
import type { CalledWorkflow } from "./worker-parts.ts";

/** How a call of a body ended. */
export interface BodyEnd {
  readonly startedAt: number;
  readonly effects: readonly StepEffect[];
  readonly stateReads: readonly string[] | "all";
  readonly outcome: StepOutcome;
}

/** How long the calls of a connection that is lost may take to hear of it, in milliseconds. */
const abandonedSlotMs = 200;

/**
 * One call of the body of a step, by the engine's own attempts over a state in which there is that step alone. It ends
 * when the body does, or when the body has come to waits that are not over.
 */
export class BodyCall {
  readonly #workflow: CalledWorkflow;
  readonly #call: StepCall;
  readonly #levels: readonly CalledLevel[];
  readonly #place: CalledLevel;
  readonly #time: CallTime;
  readonly #effects: CallEffects;
  readonly #states: CallStates;
  readonly #attempts: Attempts;
  readonly #observed: ObservedCall;
  readonly #waits = new Map<number, WaitRequest>();
  readonly #end = Promise.withResolvers<BodyEnd | "lacks-step-state">();
  #resources: CallResources | null = null;
  #startedAt: number | null = null;
  #isOver = false;

  /** @throws DefinitionError if the workflow has no such step */
  constructor(workflow: CalledWorkflow, call: StepCall) {
    const { plan, parts, usingState } = workflow;
    const { values, classes, clock, executor } = parts;
    this.#workflow = workflow;
    this.#call = call;
    this.#levels = calledLevels(plan, call);
    this.#place = this.#levels.at(-1)!; // a path leads to a step
    const { state, index } = this.#place;
    fillRecord(this.#place, call, parts.wires.codec);
    this.#time = new CallTime(clock);
    const { now } = this.#time;
    const effects = new CallEffects(state, index, now);
    this.#effects = effects;
    const step = stepAt(state, index);
    const name = JSON.stringify([state.plan.name, step.name]);
    const usesStepState = namesStepState(step) || usingState.has(name);
    const lacksStepState = () => {
      usingState.add(name);
      void this.#finish("lacks-step-state");
    };
    this.#states = new CallStates({ parts, state, index, effects, usesStepState, lacksStepState });
    this.#observed = observeCall(plan, call, parts);
    const isCounted = (call.waits?.entries.length ?? 0) > (call.waits?.first ?? 0);
    const resources = () => this.#resources!.resources; // they are opened before the body is called
    const environment = new CallEnvironment({
      ...{ state, index, call, parts, effects, now },
      post: this.#post,
      prepare: () => this.#prepare(),
      contextParts: createCallLayers({ state, index, states: this.#states, effects, values, isCounted, resources }),
      tell: this.#observed.emit,
    });
    this.#attempts = new Attempts({
      ...{ root: state, environmentOf: () => environment, executor, group: null, rankOf: null },
      ...{ enter: entranceToBodies(), around: this.#observed.around, mayPassSlotOn: () => false },
      ...{ post: this.#post, gather: this.#post, add: this.#post, flush: () => {} },
      ...{ now, random: Math.random, nextTurn, classes, values },
    });
  }

  /** Resolves when the call has ended, "lacks-step-state" if the body is to be called again with the state of its step. */
  start(): Promise<BodyEnd | "lacks-step-state"> {
    this.#attempts.queue(this.#call.path, this.#place.index);
    return this.#end.promise;
  }

  /** The step is to end: its body is told, and has its grace period to do so. */
  abort(because: CancelReason): void {
    if (this.#isOver) return;
    const { state } = this.#place;
    const { parts } = this.#workflow;
    const error = new CancelledError(cancellationMessage(state.plan.name, because, this.#call.run.timeoutMs), because);
    const cancelled = () => void this.#finish(failed(error, null, parts.wires));
    if (this.#startedAt === null) return cancelled();
    this.#time.ring("grace", parts.gracePeriodMs, cancelled);
    this.#attempts.abort(this.#call.path, because);
  }

  /**
   * Nobody waits for the call any more: it is made again elsewhere. Its slot is free a moment later: when a server ends
   * all calls of the process are abandoned, and none that waited for a slot is to begin because another one is so first.
   */
  abandon(reason: Error): void {
    if (this.#isOver) return;
    const { clock, wires } = this.#workflow.parts;
    this.#attempts.abortAll(reason);
    if (this.#startedAt === null) this.#attempts.end();
    else clock.setTimer(clock.now() + abandonedSlotMs, () => this.#attempts.end());
    void this.#finish(failed(reason, null, wires), { keepsSlot: true });
  }

  readonly #post = (fact: Fact): void => {
    if (this.#isOver) return this.#late(fact);
    const { wires } = this.#workflow.parts;
    switch (fact.type) {
      case "slot-granted":
        return this.#begin();
      case "attempt-returned":
        return this.#returned(fact.output);
      case "attempt-threw": {
        const delayMs = fact.retryAt === null ? null : this.#time.until(fact.retryAt);
        return void this.#finish(failed(fact.error, delayMs, wires));
      }
      case "wait-requested":
        return this.#waitRequested(fact);
      default:
        throw new Error(`Bug: a body made the fact ${fact.type}.`);
    }
  };

  #begin(): void {
    const { path, attempt, remainingMs } = this.#call;
    this.#startedAt = this.#time.now();
    if (remainingMs !== null) this.#time.ring("timeout", remainingMs, () => this.#attempts.timeOut(path));
    this.#observed.begin(this.#startedAt);
    this.#attempts.call(path, this.#place.index, attempt);
  }

  /** A promise if the state of the step or a resource takes time. */
  #prepare(): void | Promise<void> {
    const states = this.#states.prepare();
    const resources = openCallResources(this.#levels, this.#workflow.parts);
    if (!(resources instanceof Promise)) {
      this.#resources = resources;
      return states;
    }
    return Promise.all([resources, states]).then(([opened]) => {
      this.#resources = opened;
      if (this.#isOver) void opened.close();
    });
  }

  #returned(output: unknown): void {
    try {
      this.#effects.refuseLive(output, "The output");
    } catch (cause) {
      return void this.#finish(failed(this.#failure(cause), null, this.#workflow.parts.wires));
    }
    void this.#finish({ kind: "returned", output });
  }

  /** The body may come to more of them at once, or end without them. */
  #waitRequested({ wait, event, isSelective, dueAt }: Extract<Fact, { type: "wait-requested" }>): void {
    const durationMs = dueAt === null ? null : this.#time.until(dueAt);
    if (this.#waits.size === 0) void nextTurn().then(() => this.#endWaiting());
    this.#waits.set(wait, { wait, event, isSelective, durationMs });
    this.#effects.waiting();
  }

  #endWaiting(): void {
    if (this.#isOver) return;
    const { ask, path } = this.#call;
    const answer = ask === null ? null : this.#attempts.ask(path, ask.wait, ask.data);
    const said = answer?.kind === "failed" ? this.#sendable(answer) : answer;
    void this.#finish({ kind: "waits", waits: [...this.#waits.values()], answer: said });
  }

  /** What a `where` threw is whatever it is. */
  #sendable({ kind, error }: Extract<WhereAnswer, { kind: "failed" }>): WhereAnswer {
    const { codec } = this.#workflow.parts.wires;
    const what = "The error of a where";
    return { kind, error: codec.decode(codec.encodeThrown(error, what), what) as Error }; // an error is read back as one
  }

  /** A body whose call has ended, because it waited, is not waited for: that it goes on all the same is not what it expects. */
  #late({ type }: Fact): void {
    if (this.#waits.size === 0 || (type !== "attempt-returned" && type !== "attempt-threw")) return;
    const { warned } = this.#workflow;
    const { state, index } = this.#place;
    const { name } = stepAt(state, index);
    if (warned.has(name)) return;
    warned.add(name);
    console.error(
      `Step "${name}" of workflow "${state.plan.name}" has ended beside a wait that was not over, and nobody heard of it. With Restate a body that waits is not kept in memory: it is called anew when a wait is over, and what it does meanwhile is lost. Make the wait, or the work beside it, a step of its own: .wait(), .sleep() and .race() join them.`,
    );
  }

  async #finish(outcome: StepOutcome | "lacks-step-state", { keepsSlot = false } = {}): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    const { state, index } = this.#place;
    this.#time.end();
    setPhase(state, index, Phase.settled); // what the body still does is of no interest
    if (!keepsSlot) this.#attempts.end();
    this.#observed.end();
    void this.#resources?.close();
    if (outcome === "lacks-step-state") return this.#end.resolve(outcome);
    const { list, listAtWait, stateReads } = this.#effects;
    const effects = outcome.kind === "waits" ? listAtWait : [...list];
    const end = { startedAt: this.#startedAt ?? this.#time.now(), effects, stateReads };
    try {
      await this.#states.flush();
      this.#end.resolve({ ...end, outcome });
    } catch (cause) {
      this.#end.resolve({ ...end, outcome: failed(this.#failure(cause), null, this.#workflow.parts.wires) });
    }
  }

  #failure(cause: unknown): StepError {
    const { state, index } = this.#place;
    return new StepError({ step: nameAt(state, index), attempt: this.#call.attempt, cause, input: this.#call.params });
  }
}
