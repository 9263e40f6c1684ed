import type { ReadMode, ReadSpan } from "../context/lambda-scope.ts";
import { readModeOf } from "../context/read-mode.ts";
import type { EvaluationRead } from "../core/events.ts";
import { type CoreState, isLost, Phase } from "../core/state.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { placeIn, skippedSpanMessage } from "../errors/skipped-span-message.ts";
import { SkippedSpanError } from "../errors/step-errors.ts";
import { suggest } from "../errors/suggest.ts";
import type { SettledSpan } from "../spans/span.ts";
import { spanOf } from "../views/step-span.ts";

/** Whose lambdas are being evaluated. `index` is the number of steps that they may read. */
export interface LambdaPlace {
  /** Null for what the workflow returns. */
  readonly step: string | null;
  readonly index: number;
}

/** The `stepSpan` of lambdas: reads settled spans and notes what was read, what was missing and what was lost. */
export interface LambdaReader {
  readonly stepSpan: ReadSpan;
  /** Steps that the current lambda read and that have not settled. */
  readonly suspendedOn: readonly string[];
  /** The first lost step that the current lambda read without asking for settled spans. */
  readonly lost: string | null;
  begin(place: LambdaPlace): void;
  /** The lambda of a parameter is called; null for a guard. */
  enter(parameter: string | null): void;
  /** What was read since `begin`; from here on `stepSpan` refuses to be called. */
  end(): readonly EvaluationRead[];
}

/** Most evaluations read little, and many nothing: a list is made for the first read. */
const none: EvaluationRead[] = [];

/** Thrown through a lambda to end its evaluation; what it becomes is noted before. */
const endOfEvaluation = new Error(
  "This evaluation ends here and is repeated when the step has settled; do not catch it.",
);

export function createLambdaReader(state: CoreState): LambdaReader {
  return new SpanReader(state);
}

class SpanReader implements LambdaReader {
  readonly #state: CoreState;
  /** For each step the number of the lambda that read it last: a lambda's reads are listed once, at O(1) each (I9). */
  readonly #lastReader: Int32Array;
  #lambdas = 0;
  #reads: EvaluationRead[] = none;
  #place: LambdaPlace | null = null;
  #parameter: string | null = null;
  suspendedOn: string[] = [];
  lost: string | null = null;

  constructor(state: CoreState) {
    this.#state = state;
    this.#lastReader = new Int32Array(state.plan.steps.length);
  }

  begin(place: LambdaPlace): void {
    this.#place = place;
    this.#reads = none;
  }

  enter(parameter: string | null): void {
    this.#parameter = parameter;
    this.#lambdas++;
    this.lost = null;
    if (this.suspendedOn.length > 0) this.suspendedOn = [];
  }

  end(): readonly EvaluationRead[] {
    this.#place = null;
    return Object.freeze(this.#reads.length > 1 ? this.#reads.slice() : this.#reads); // one that has grown has room for more
  }

  /** One arrow serves the overloads: what it gives follows from the mode. */
  readonly stepSpan = ((name: string, options?: unknown) => this.#read(name, readModeOf(options))) as ReadSpan;

  #read(name: string, mode: ReadMode): SettledSpan | null {
    const place = this.#place;
    if (place === null) {
      throw new DefinitionError(
        "stepSpan of a lambda was called after the lambda had returned. Call it in the lambda itself.",
      );
    }
    if (this.suspendedOn.length > 0 || this.lost !== null) throw endOfEvaluation; // what follows a swallowed end may never be needed
    const state = this.#state;
    const index = this.#indexOf(name, place);
    if (state.phases[index] !== Phase.settled) {
      if (this.#isFirst(index)) this.suspendedOn.push(name);
      throw endOfEvaluation;
    }
    if (this.#isFirst(index)) this.#note({ step: name, parameter: this.#parameter });
    const span = spanOf(state, index) as SettledSpan; // its phase says so
    if (mode === "settled" || span.status === "succeeded") return span;
    const isFinaliser = state.plan.steps[place.index]?.always ?? true;
    if (!isFinaliser && isLost(state, index)) {
      this.lost = name;
      throw endOfEvaluation;
    }
    if (mode === "default") return null;
    throw new SkippedSpanError(name, skippedSpanMessage(span, { step: place.step, parameter: this.#parameter }));
  }

  #note(read: EvaluationRead): void {
    if (this.#reads === none) this.#reads = [read];
    else this.#reads.push(read);
  }

  #isFirst(index: number): boolean {
    if (this.#lastReader[index] === this.#lambdas) return false;
    this.#lastReader[index] = this.#lambdas;
    return true;
  }

  #indexOf(name: string, { step, index }: LambdaPlace): number {
    const { plan } = this.#state;
    const found = plan.indexByName.get(name);
    if (found !== undefined && found < index) return found;
    const earlier = plan.steps.slice(0, index).map((other) => other.name);
    const reader = step === null ? "The returns lambda" : `Step "${step}"`;
    throw new DefinitionError(
      `${reader} of workflow "${plan.name}" reads ${JSON.stringify(name)}${placeIn({ step, parameter: this.#parameter })}, but there is no earlier step of that name.${suggest(String(name), earlier)}`,
    );
  }
}
