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

/** The `stepSpan` of lambdas: reads settled spans and notes what was read, what was missing and what was lost. */
export interface LambdaReader {
  readonly stepSpan: ReadSpan;
  /** Steps that the current lambda read and that have not settled. */
  readonly suspendedOn: readonly string[];
  /** The first lost step that the current lambda read without asking for settled spans. */
  readonly lost: string | null;
  /** @param owner the index of the step whose lambdas are evaluated; the number of steps for what the workflow returns */
  begin(owner: number): void;
  /** The lambda of a parameter is called; null for a guard. */
  enter(parameter: string | null): void;
  /** What was read since `begin`; from here on `stepSpan` refuses to be called. */
  end(): readonly EvaluationRead[];
}

const none: readonly EvaluationRead[] = Object.freeze([]);
const noNames: string[] = [];

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
  /** Whose lambdas are evaluated, which may read the steps before it; -1 for nobody's. */
  #owner = -1;
  #parameter: string | null = null;
  /** Where what they are known to read begins and ends among that of all steps, and how far they have read it. */
  #first = 0;
  #last = 0;
  #met = 0;
  /** What they have read, once that is something else. */
  #others: EvaluationRead[] | null = null;
  suspendedOn = noNames;
  lost: string | null = null;

  constructor(state: CoreState) {
    this.#state = state;
    this.#lastReader = new Int32Array(state.plan.steps.length);
  }

  begin(owner: number): void {
    const { offsets } = this.#state.plan.reads; // one more than there are steps
    this.#owner = owner;
    this.#first = offsets[owner]!;
    this.#last = owner + 1 < offsets.length ? offsets[owner + 1]! : this.#first;
    this.#met = this.#first;
    this.#others = null;
  }

  enter(parameter: string | null): void {
    this.#parameter = parameter;
    this.#lambdas++;
    this.lost = null;
    this.suspendedOn = noNames;
  }

  end(): readonly EvaluationRead[] {
    const owner = this.#owner;
    this.#owner = -1;
    if (this.#others !== null) return Object.freeze(this.#others.slice()); // one that has grown has room for more
    return this.#met === this.#last ? this.#expectedOf(owner) : Object.freeze(this.#metOf(owner));
  }

  /** One arrow serves the overloads: what it gives follows from the mode. */
  readonly stepSpan = ((name: string, options?: unknown) => this.#read(name, readModeOf(options))) as ReadSpan;

  #read(name: string, mode: ReadMode): SettledSpan | null {
    if (this.#owner === -1) {
      throw new DefinitionError(
        "stepSpan of a lambda was called after the lambda had returned. Call it in the lambda itself.",
      );
    }
    if (this.suspendedOn.length > 0 || this.lost !== null) throw endOfEvaluation; // what follows a swallowed end may never be needed
    const state = this.#state;
    const index = this.#indexOf(name);
    if (state.phases[index] !== Phase.settled) {
      if (this.#isFirst(index)) this.suspendedOn = [name];
      throw endOfEvaluation;
    }
    if (this.#isFirst(index)) this.#note(name);
    const span = spanOf(state, index) as SettledSpan; // its phase says so
    if (mode === "settled" || span.status === "succeeded") return span;
    const reader = state.plan.steps[this.#owner];
    const isFinaliser = reader?.always ?? true;
    if (!isFinaliser && isLost(state, index)) {
      this.lost = name;
      throw endOfEvaluation;
    }
    if (mode === "default") return null;
    const place = { step: reader?.name ?? null, parameter: this.#parameter };
    throw new SkippedSpanError(name, skippedSpanMessage(span, place));
  }

  #note(step: string): void {
    if (this.#others !== null) return void this.#others.push({ step, parameter: this.#parameter });
    if (this.#isNext(step) && this.#state.table.readParameters[this.#met] === this.#parameter) this.#met++;
    else this.#others = [...this.#metOf(this.#owner), { step, parameter: this.#parameter }];
  }

  #isNext(step: string): boolean {
    return this.#met < this.#last && this.#state.table.readSteps[this.#met] === step;
  }

  /** What an evaluation gives that has read just that. */
  #expectedOf(owner: number): readonly EvaluationRead[] {
    return this.#state.plan.reads.lists[owner] ?? none;
  }

  #metOf(owner: number): readonly EvaluationRead[] {
    return this.#expectedOf(owner).slice(0, this.#met - this.#first);
  }

  #isFirst(index: number): boolean {
    if (this.#lastReader[index] === this.#lambdas) return false;
    this.#lastReader[index] = this.#lambdas;
    return true;
  }

  /** What is read next is mostly what is expected next. */
  #indexOf(name: string): number {
    const { plan } = this.#state;
    if (this.#isNext(name)) return plan.reads.sources[this.#met]!; // each read has its source
    const found = plan.indexByName.get(name);
    if (found !== undefined && found < this.#owner) return found;
    throw this.#unknown(name);
  }

  #unknown(name: string): DefinitionError {
    const { plan } = this.#state;
    const step = plan.steps[this.#owner]?.name ?? null;
    const earlier = plan.steps.slice(0, this.#owner).map((other) => other.name);
    const reader = step === null ? "The returns lambda" : `Step "${step}"`;
    return new DefinitionError(
      `${reader} of workflow "${plan.name}" reads ${JSON.stringify(name)}${placeIn({ step, parameter: this.#parameter })}, but there is no earlier step of that name.${suggest(String(name), earlier)}`,
    );
  }
}
