import type { ActiveContext } from "../context/active-context.ts";
import type { LambdaScope, ReadSpan } from "../context/lambda-scope.ts";
import type { RunContext } from "../context/run-context.ts";
import { callInLambda } from "../context/slot.ts";
import type { EvaluationRead } from "../core/events.ts";
import type { CoreState } from "../core/state.ts";
import type { Lambda } from "../plan/definition.ts";
import type { RunSpan, Span } from "../spans/span.ts";
import { share } from "../state/record.ts";
import { createRootSpan } from "../views/root-span.ts";
import { spanOf } from "../views/step-span.ts";
import { createLambdaReader, type LambdaPlace, type LambdaReader } from "./lambda-reader.ts";
import { createLambdaRunContext } from "./lambda-run-context.ts";

/** What came of one lambda. */
export type LambdaResult =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "suspended"; readonly on: readonly string[] }
  | { readonly kind: "lost"; readonly step: string }
  | { readonly kind: "threw"; readonly thrown: unknown };

/** Calls the lambdas of one run, one at a time: the one place where they are called (I7). */
export class LambdaCaller {
  readonly #state: CoreState;
  readonly #reader: LambdaReader;
  readonly scope: LambdaScope;

  constructor(state: CoreState) {
    this.#state = state;
    this.#reader = createLambdaReader(state);
    const input = () => share(state.run?.input);
    this.scope = Object.freeze({
      get input() {
        return input();
      },
      stepSpan: this.#reader.stepSpan,
      parentSpan: createRootSpan(state),
    });
  }

  begin(): void {
    this.#reader.begin();
  }

  /** What was read since `begin`. */
  end(): readonly EvaluationRead[] {
    return this.#reader.end();
  }

  /**
   * A suspension or a lost step counts even if the lambda caught what was thrown: its result is thrown away.
   *
   * @param of what `currentSpan` shows: the index of a step or an item; null for the run
   */
  call(lambda: Lambda, place: LambdaPlace, scope: LambdaScope, of: number | null): LambdaResult {
    const { stepSpan, parentSpan } = this.scope;
    const context = new LambdaContext(this.#state, place, of, stepSpan, parentSpan);
    this.#reader.enter(place);
    let result: LambdaResult;
    try {
      result = { kind: "value", value: callInLambda(context, () => lambda.evaluate(scope)) };
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
  readonly stepSpan: ReadSpan;
  readonly parentSpan: RunSpan;
  readonly #state: CoreState;
  readonly #place: LambdaPlace;
  readonly #of: number | null;

  constructor(state: CoreState, place: LambdaPlace, of: number | null, stepSpan: ReadSpan, parentSpan: RunSpan) {
    this.#state = state;
    this.#place = place;
    this.#of = of;
    this.stepSpan = stepSpan;
    this.parentSpan = parentSpan;
  }

  get currentSpan(): Span {
    return this.#of === null ? this.parentSpan : spanOf(this.#state, this.#of);
  }

  get runContext(): RunContext {
    return createLambdaRunContext(this.#state, this, this.#place.step);
  }
}
