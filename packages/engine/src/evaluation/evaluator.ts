import { recordParams } from "../borders/params.ts";
import type { ActiveContext } from "../context/active-context.ts";
import type { LambdaScope, ReadSpan } from "../context/lambda-scope.ts";
import type { RunContext } from "../context/run-context.ts";
import { callInLambda } from "../context/slot.ts";
import type { Core } from "../core/core.ts";
import type { EvaluationRead, Suspension } from "../core/events.ts";
import type { EvaluationOutcome } from "../core/facts.ts";
import { createRootSpan } from "../core/root-span.ts";
import { spanOf } from "../core/step-span.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { isInstance } from "../errors/is-instance.ts";
import { StepError } from "../errors/step-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { Lambda, StepDefinition } from "../plan/definition.ts";
import type { RunSpan, Span } from "../spans/span.ts";
import { record, share } from "../state/record.ts";
import { createLambdaReader, type LambdaPlace, type LambdaReader } from "./lambda-reader.ts";
import { createLambdaRunContext } from "./lambda-run-context.ts";

/** What came of a step's lambdas, and what they read on the way. */
export interface Evaluation {
  readonly outcome: EvaluationOutcome;
  readonly reads: readonly EvaluationRead[];
}

/** What came of one lambda. */
type LambdaResult =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "suspended"; readonly on: readonly string[] }
  | { readonly kind: "lost"; readonly step: string }
  | { readonly kind: "threw"; readonly thrown: unknown };

/** Evaluates the lambdas of one run: the one place where guards and parameter lambdas are called (I7). */
export interface Evaluator {
  /** Gives a promise only where the step has an asynchronous input schema. */
  evaluate(index: number): Evaluation | Promise<Evaluation>;
  /** What the workflow returns. @throws what the lambda threw */
  evaluateReturns(lambda: Lambda): unknown;
}

export function createEvaluator(core: Core): Evaluator {
  return new LambdaEvaluator(core);
}

class LambdaEvaluator implements Evaluator {
  readonly #core: Core;
  readonly #reader: LambdaReader;
  readonly #scope: LambdaScope;

  constructor(core: Core) {
    this.#core = core;
    this.#reader = createLambdaReader(core);
    const rootSpan = createRootSpan(core.state);
    const input = () => share(core.state.run?.input);
    this.#scope = Object.freeze({
      get input() {
        return input();
      },
      stepSpan: this.#reader.stepSpan,
      parentSpan: rootSpan,
    });
  }

  evaluate(index: number): Evaluation | Promise<Evaluation> {
    const step = this.#core.state.plan.steps[index]!; // the core gives indexes of its plan
    this.#reader.begin();
    const outcome = this.#evaluateStep(step, index);
    const reads = this.#reader.end();
    if (!(outcome instanceof Promise)) return { outcome, reads };
    return outcome.then((settled) => ({ outcome: settled, reads }));
  }

  evaluateReturns(lambda: Lambda): unknown {
    const { steps } = this.#core.state.plan;
    this.#reader.begin();
    const result = this.#call(lambda, { step: null, index: steps.length, parameter: null }, this.#scope.parentSpan);
    this.#reader.end();
    if (result.kind === "value") {
      swallowRejection(result.value); // a promise is refused when it is recorded
      return result.value;
    }
    throw result.kind === "threw" ? result.thrown : new Error("Bug: a step had not settled when the run ended.");
  }

  #evaluateStep(step: StepDefinition, index: number): EvaluationOutcome | Promise<EvaluationOutcome> {
    if (step.when !== null) {
      const guard = this.#callOf(step, index, null, step.when);
      const decided =
        guard.kind === "value" ? this.#decideGuard(step, guard.value) : this.#outcomeOf(step, null, guard);
      if (decided !== null) return decided;
    }
    const values: Record<string, unknown> = {};
    const suspensions: Suspension[] = [];
    for (const parameter of step.params) {
      if (parameter.kind === "constant") continue;
      const result = this.#callOf(step, index, parameter.name, parameter.lambda);
      // Later lambdas are still called after a suspended one, so that all suspensions are waited for together.
      if (result.kind === "suspended") suspensions.push({ parameter: parameter.name, on: result.on });
      else if (suspensions.length > 0) continue;
      else if (result.kind !== "value") return this.#outcomeOf(step, parameter.name, result);
      else {
        try {
          values[parameter.name] = recordResult(step, parameter.name, result.value);
        } catch (thrown) {
          return failed(step, thrown);
        }
      }
    }
    return suspensions.length > 0 ? { kind: "suspended", suspensions } : this.#ready(step, values);
  }

  #callOf(step: StepDefinition, index: number, parameter: string | null, lambda: Lambda): LambdaResult {
    return this.#call(lambda, { step: step.name, index, parameter }, spanOf(this.#core.state, index));
  }

  /** A suspension or a lost step counts even if the lambda caught what was thrown: its result is thrown away. */
  #call(lambda: Lambda, place: LambdaPlace, currentSpan: Span): LambdaResult {
    const { stepSpan, parentSpan } = this.#scope;
    const context = new LambdaContext(this.#core, place, stepSpan, currentSpan, parentSpan);
    this.#reader.enter(place);
    let result: LambdaResult;
    try {
      result = { kind: "value", value: callInLambda(context, () => lambda.evaluate(this.#scope)) };
    } catch (thrown) {
      result = { kind: "threw", thrown };
    }
    const { suspendedOn, lost } = this.#reader;
    if (suspendedOn.length > 0) return { kind: "suspended", on: suspendedOn };
    return lost === null ? result : { kind: "lost", step: lost };
  }

  #decideGuard(step: StepDefinition, value: unknown): EvaluationOutcome | null {
    if (value === true) return null;
    if (value === false) return { kind: "skip" };
    swallowRejection(value);
    const came = isInstance(value, Promise) ? "a promise" : describeValue(value);
    const message = `The guard of step "${step.name}" returned ${came}. Return true or false, synchronously.`;
    return failed(step, new DefinitionError(message));
  }

  #outcomeOf(
    step: StepDefinition,
    parameter: string | null,
    result: Exclude<LambdaResult, { kind: "value" }>,
  ): EvaluationOutcome {
    if (result.kind === "suspended") return { kind: "suspended", suspensions: [{ parameter, on: result.on }] };
    return result.kind === "lost" ? result : failed(step, result.thrown);
  }

  #ready(step: StepDefinition, values: Record<string, unknown>): EvaluationOutcome | Promise<EvaluationOutcome> {
    try {
      const params = recordParams(step, values);
      if (!(params instanceof Promise)) return { kind: "ready", params };
      return params.then(
        (parsed) => ({ kind: "ready", params: parsed }) as const,
        (thrown) => failed(step, thrown),
      );
    } catch (thrown) {
      return failed(step, thrown);
    }
  }
}

/** What the exported `stepSpan` and its kin see while a lambda runs; the run context is made only if it is asked for. */
class LambdaContext implements ActiveContext {
  readonly stepSpan: ReadSpan;
  readonly currentSpan: Span;
  readonly parentSpan: RunSpan;
  readonly #core: Core;
  readonly #place: LambdaPlace;

  constructor(core: Core, place: LambdaPlace, stepSpan: ReadSpan, currentSpan: Span, parentSpan: RunSpan) {
    this.#core = core;
    this.#place = place;
    this.stepSpan = stepSpan;
    this.currentSpan = currentSpan;
    this.parentSpan = parentSpan;
  }

  get runContext(): RunContext {
    return createLambdaRunContext(this.#core, this, this.#place.step);
  }
}

function recordResult(step: StepDefinition, parameter: string, value: unknown): unknown {
  if (isInstance(value, Promise)) {
    swallowRejection(value);
    throw new DefinitionError(
      `Parameter "${parameter}" of step "${step.name}" returned a promise. Parameter lambdas are synchronous: do the work in a step, and read its output.`,
    );
  }
  return record(value, `Parameter "${parameter}" of step "${step.name}"`);
}

function failed(step: StepDefinition, thrown: unknown): EvaluationOutcome {
  return { kind: "failed", error: new StepError({ step: step.name, attempt: 0, cause: thrown, input: undefined }) };
}

function swallowRejection(value: unknown): void {
  if (isInstance(value, Promise)) value.catch(() => undefined);
}

function describeValue(value: unknown): string {
  return value === undefined ? "undefined" : describeThrown(value);
}
