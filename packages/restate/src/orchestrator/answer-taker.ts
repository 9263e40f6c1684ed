import { type Codec, fromJson, type StatePatch } from "@stepspan/engine";
import {
  type CoreState,
  hasOpenAttempt,
  Phase,
  type RunHost,
  runPathOf,
  type WhereAnswer,
} from "@stepspan/engine/hosting";
import type { StepAnswer, StepEffect, StepOutcome } from "../protocol/inbox-message.ts";
import { patchesOf } from "./state-changes-made-again.ts";
import type { StateVersions } from "./state-versions.ts";

interface AnswerParts {
  readonly host: RunHost;
  readonly versions: StateVersions;
  readonly codec: Codec;
  readonly callAgain: (state: CoreState, index: number, attempt: number) => void;
}

/** Makes facts of what workers answer. */
export class AnswerTaker {
  readonly #parts: AnswerParts;
  /** Bodies that are called again because of the state are so one after the other: each of them then finds it as it is. */
  readonly #again: (() => void)[] = [];
  #runningAgain: string | null = null;

  constructor(parts: AnswerParts) {
    this.#parts = parts;
  }

  take(answer: StepAnswer, state: CoreState, index: number): void {
    const { path, attempt } = answer;
    const isAgain = this.#runningAgain === path;
    if (isAgain) this.#runningAgain = null;
    const patches = this.#patchesOf(answer, state);
    if (patches === null && !state.aborted.has(index)) {
      this.#again.push(() => {
        if (!hasOpenAttempt(state, index)) return this.#nextAgain();
        this.#runningAgain = path;
        this.#parts.callAgain(state, index, attempt);
      });
    } else {
      const changes = (patches ?? []).values(); // those of an aborted body that came too late are lost with it
      for (const effect of answer.effects) this.#takeEffect(effect, answer, state, changes);
      this.#takeOutcome(answer.outcome, answer, state, index);
    }
    if (this.#runningAgain === null) this.#nextAgain();
  }

  #nextAgain(): void {
    this.#again.shift()?.();
  }

  /** What its changes of the state come to; null if the body rests on a state that is not that of the run any more. */
  #patchesOf(answer: StepAnswer, state: CoreState): readonly (readonly StatePatch[])[] | null {
    if (this.#parts.versions.isStale(state, answer)) return null;
    const changes = answer.effects.flatMap((effect) => (effect.kind === "state" ? [effect.change] : []));
    return patchesOf(changes, state, this.#parts.host.states);
  }

  #takeEffect(
    effect: StepEffect,
    { path, attempt }: StepAnswer,
    state: CoreState,
    changes: Iterator<readonly StatePatch[]>,
  ): void {
    const { loop } = this.#parts.host;
    switch (effect.kind) {
      case "event":
        return loop.write(effect.event);
      case "state": {
        const patches: readonly StatePatch[] = changes.next().value ?? [];
        if (patches.length > 0) loop.write({ type: "state-changed", path, layer: "state", patches });
        return;
      }
      case "send": {
        const { event, data } = effect;
        return loop.post({ type: "sent", path: runPathOf(state), event, data, from: path, to: null });
      }
      case "stop":
        return loop.post({ type: "stop", path, attempt, output: effect.output });
      default:
        effect satisfies never;
    }
  }

  #takeOutcome(outcome: StepOutcome, answer: StepAnswer, state: CoreState, index: number): void {
    const { loop, now } = this.#parts.host;
    const { path, attempt } = answer;
    switch (outcome.kind) {
      case "returned":
        return loop.post({ type: "attempt-returned", path, index, attempt, output: outcome.output });
      case "threw": {
        const { error, delayMs } = outcome;
        const what = `The error of ${JSON.stringify(path)}`;
        const thrown = this.#parts.codec.decode(fromJson(error, what), what) as Error; // a worker wraps what was thrown
        const retryAt = delayMs === null ? null : now() + delayMs;
        return loop.post({ type: "attempt-threw", path, attempt, error: thrown, retryAt });
      }
      case "waits":
        return this.#takeWaits(outcome, answer, state, index);
      default:
        outcome satisfies never;
    }
  }

  #takeWaits(
    { waits, answer }: Extract<StepOutcome, { kind: "waits" }>,
    { path, attempt, ask }: StepAnswer,
    state: CoreState,
    index: number,
  ): void {
    const { loop, now } = this.#parts.host;
    const known = state.records[index]?.waits?.entries.length ?? 0;
    if (ask !== null) {
      const said: WhereAnswer = (answer as WhereAnswer | null) ?? { kind: "refused" };
      loop.post({ type: "where-answered", path, ...ask, answer: said });
    }
    // A body that was called only to be asked is parked already: its old waits are as they were.
    const isParked = state.phases[index] === Phase.parked;
    for (const { wait, event, isSelective, durationMs } of waits) {
      if (isParked && wait <= known && ask !== null) continue;
      const dueAt = durationMs === null ? null : now() + durationMs;
      loop.post({ type: "wait-requested", path, attempt, wait, event, isSelective, dueAt });
    }
  }
}
