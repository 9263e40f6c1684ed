import type { ActiveContext } from "../context/active-context.ts";
import type { LambdaScope, ReadSpan } from "../context/lambda-scope.ts";
import type { RunContext } from "../context/run-context.ts";
import { entranceToLambdas } from "../context/slot.ts";
import type { EvaluationRead } from "../core/events.ts";
import type { CoreState } from "../core/state.ts";
import type { Lambda } from "../plan/definition.ts";
import type { RunSpan, Span } from "../spans/span.ts";
import { share } from "../state/record.ts";
import { spanOf } from "../views/step-span.ts";
import { createLambdaReader, type LambdaReader } from "./lambda-reader.ts";
import { createLambdaRunContext } from "./lambda-run-context.ts";
import { lambdaScope } from "./lambda-scope.ts";

/** Why a lambda gave no value. */
export type Unfinished =
  | { readonly kind: "suspended"; readonly on: readonly string[] }
  | { readonly kind: "lost"; readonly step: string }
  | { readonly kind: "threw"; readonly thrown: unknown };

/** Calls the lambdas of one run that has begun, one at a time: the one place where they are called (I7). */
export class LambdaCaller {
  readonly #reader: LambdaReader;
  readonly scope: LambdaScope;
  readonly #enter = entranceToLambdas();
  readonly #context: LambdaContext;
  /** Why the lambda that was called last gave no value; null if it gave one. */
  unfinished: Unfinished | null = null;

  /** @param parentSpan that of the run */
  constructor(state: CoreState, parentSpan: RunSpan) {
    this.#reader = createLambdaReader(state);
    const { stepSpan } = this.#reader;
    this.scope = lambdaScope(() => share(state.run?.input), { stepSpan, parentSpan });
    this.#context = new LambdaContext(state, this.scope);
  }

  /**
   * The lambdas that are called from here on belong to one place.
   *
   * @param owner the index of the step; the number of steps for what the workflow returns
   * @param of what `currentSpan` shows: the index of a step or an item; null for the run
   */
  begin(owner: number, of: number | null): void {
    this.#reader.begin(owner);
    this.#context.owner = owner;
    this.#context.of = of;
  }

  /** What was read since `begin`. */
  end(): readonly EvaluationRead[] {
    return this.#reader.end();
  }

  /**
   * The value of a lambda, if `unfinished` is null then. A suspension or a lost step counts even if the lambda caught
   * what was thrown: its result is thrown away.
   *
   * @param parameter null for a guard, and for what the workflow returns
   */
  call({ evaluate }: Lambda, parameter: string | null, scope: LambdaScope): unknown {
    const reader = this.#reader;
    reader.enter(parameter);
    this.unfinished = null;
    let value: unknown;
    try {
      value = this.#enter(this.#context, evaluate, scope);
    } catch (thrown) {
      this.unfinished = { kind: "threw", thrown };
    }
    if (reader.suspendedOn.length > 0) this.unfinished = { kind: "suspended", on: reader.suspendedOn };
    else if (reader.lost !== null) this.unfinished = { kind: "lost", step: reader.lost };
    return value;
  }
}

/**
 * What the exported `stepSpan` and its kin see while a lambda runs; the rest is made only if it is asked for. One serves
 * all lambdas of a run, since they are called one at a time and nobody keeps it.
 */
class LambdaContext implements ActiveContext {
  readonly #state: CoreState;
  readonly #scope: LambdaScope;
  owner = -1;
  of: number | null = null;

  constructor(state: CoreState, scope: LambdaScope) {
    this.#state = state;
    this.#scope = scope;
  }

  get stepSpan(): ReadSpan {
    return this.#scope.stepSpan;
  }

  get parentSpan(): RunSpan {
    return this.#scope.parentSpan;
  }

  get currentSpan(): Span {
    return this.of === null ? this.parentSpan : spanOf(this.#state, this.of);
  }

  get runContext(): RunContext {
    const { stepSpan, parentSpan, currentSpan } = this;
    const isOfStep = this.owner < this.#state.plan.steps.length;
    return createLambdaRunContext(this.#state, { stepSpan, currentSpan, parentSpan: isOfStep ? parentSpan : null });
  }
}
