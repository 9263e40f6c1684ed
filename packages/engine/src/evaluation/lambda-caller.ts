import type { ActiveContext } from "../context/active-context.ts";
import type { LambdaScope, ReadSpan } from "../context/lambda-scope.ts";
import type { RunContext } from "../context/run-context.ts";
import { entranceToLambdas } from "../context/slot.ts";
import type { EvaluationRead } from "../core/events.ts";
import type { CoreState } from "../core/state.ts";
import type { Lambda } from "../plan/definition.ts";
import type { RunSpan, Span } from "../spans/span.ts";
import { share } from "../state/record.ts";
import { createRootSpan } from "../views/root-span.ts";
import { spanOf } from "../views/step-span.ts";
import { createLambdaReader, type LambdaPlace, type LambdaReader } from "./lambda-reader.ts";
import { createLambdaRunContext } from "./lambda-run-context.ts";
import { lambdaScope } from "./lambda-scope.ts";

/** What came of one lambda. */
export type LambdaResult =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "suspended"; readonly on: readonly string[] }
  | { readonly kind: "lost"; readonly step: string }
  | { readonly kind: "threw"; readonly thrown: unknown };

/** Calls the lambdas of one run that has begun, one at a time: the one place where they are called (I7). */
export class LambdaCaller {
  readonly #state: CoreState;
  readonly #reader: LambdaReader;
  readonly scope: LambdaScope;
  readonly #enter = entranceToLambdas();
  #context: LambdaContext | null = null;

  constructor(state: CoreState) {
    this.#state = state;
    this.#reader = createLambdaReader(state);
    const { stepSpan } = this.#reader;
    this.scope = lambdaScope(() => share(state.run?.input), { stepSpan, parentSpan: createRootSpan(state) });
  }

  /**
   * The lambdas that are called from here on belong to one place.
   *
   * @param of what `currentSpan` shows: the index of a step or an item; null for the run
   */
  begin(place: LambdaPlace, of: number | null): void {
    this.#reader.begin(place);
    this.#context = new LambdaContext(this.#state, place.step, of, this.scope);
  }

  /** What was read since `begin`. */
  end(): readonly EvaluationRead[] {
    this.#context = null;
    return this.#reader.end();
  }

  /**
   * A suspension or a lost step counts even if the lambda caught what was thrown: its result is thrown away.
   *
   * @param parameter null for a guard, and for what the workflow returns
   */
  call({ evaluate }: Lambda, parameter: string | null, scope: LambdaScope): LambdaResult {
    if (this.#context === null) throw new Error("Bug: a lambda was called outside of an evaluation.");
    this.#reader.enter(parameter);
    let result: LambdaResult;
    try {
      result = { kind: "value", value: this.#enter(this.#context, evaluate, scope) };
    } catch (thrown) {
      result = { kind: "threw", thrown };
    }
    const { suspendedOn, lost } = this.#reader;
    if (suspendedOn.length > 0) return { kind: "suspended", on: suspendedOn };
    return lost === null ? result : { kind: "lost", step: lost };
  }
}

/** What the exported `stepSpan` and its kin see while a lambda runs; the rest is made only if it is asked for. */
class LambdaContext implements ActiveContext {
  readonly #state: CoreState;
  readonly #step: string | null;
  readonly #of: number | null;
  readonly #scope: LambdaScope;

  constructor(state: CoreState, step: string | null, of: number | null, scope: LambdaScope) {
    this.#state = state;
    this.#step = step;
    this.#of = of;
    this.#scope = scope;
  }

  get stepSpan(): ReadSpan {
    return this.#scope.stepSpan;
  }

  get parentSpan(): RunSpan {
    return this.#scope.parentSpan;
  }

  get currentSpan(): Span {
    return this.#of === null ? this.parentSpan : spanOf(this.#state, this.#of);
  }

  get runContext(): RunContext {
    return createLambdaRunContext(this.#state, this, this.#step);
  }
}
