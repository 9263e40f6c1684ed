import { recordParams } from "../borders/params.ts";
import type { EvaluationRead, Suspension } from "../core/events.ts";
import type { EvaluationOutcome } from "../core/facts.ts";
import type { CoreState } from "../core/state.ts";
import { nameAt, ownerAt, stepAt, unitAt } from "../core/units.ts";
import type { Lambda, StepDefinition } from "../plan/definition.ts";
import type { Values } from "../state/values.ts";
import { type ChildStates, childStart } from "./child-start.ts";
import { LambdaCaller, type LambdaResult } from "./lambda-caller.ts";
import {
  decideGuard,
  decideUntil,
  failed,
  failedUntil,
  listOfItems,
  recordResult,
  swallowRejection,
} from "./lambda-values.ts";
import { unitScope, untilScope } from "./unit-scope.ts";

/** What came of a step's lambdas, and what they read on the way. */
export interface Evaluation {
  readonly outcome: EvaluationOutcome;
  readonly reads: readonly EvaluationRead[];
}

type Outcome = EvaluationOutcome | Promise<EvaluationOutcome>;

/** Evaluates the lambdas of one run, or of one child run. */
export interface Evaluator {
  /** Gives a promise only where a schema or a store is asynchronous. */
  evaluate(index: number): Evaluation | Promise<Evaluation>;
  /** What the workflow returns. @throws what the lambda threw */
  evaluateReturns(lambda: Lambda): unknown;
}

/** What an evaluator needs besides the state. */
export interface EvaluatorParts {
  readonly now: () => number;
  readonly states: ChildStates;
  readonly values: Values;
}

export function createEvaluator(state: CoreState, parts: EvaluatorParts): Evaluator {
  return new StepEvaluator(state, parts);
}

class StepEvaluator implements Evaluator {
  readonly #state: CoreState;
  readonly #parts: EvaluatorParts;
  readonly #caller: LambdaCaller;

  constructor(state: CoreState, parts: EvaluatorParts) {
    this.#state = state;
    this.#parts = parts;
    this.#caller = new LambdaCaller(state);
  }

  evaluate(index: number): Evaluation | Promise<Evaluation> {
    const step = stepAt(this.#state, index);
    this.#caller.begin({ step: step.name, index: ownerAt(this.#state, index) }, index);
    const outcome = this.#outcomeOf(step, index);
    const reads = this.#caller.end();
    if (!(outcome instanceof Promise)) return { outcome, reads };
    return outcome.then((settled) => ({ outcome: settled, reads }));
  }

  evaluateReturns(lambda: Lambda): unknown {
    this.#caller.begin({ step: null, index: this.#state.plan.steps.length }, null);
    const result = this.#caller.call(lambda, null, this.#caller.scope);
    this.#caller.end();
    if (result.kind === "value") {
      swallowRejection(result.value); // a promise is refused when it is recorded
      return result.value;
    }
    throw result.kind === "threw" ? result.thrown : new Error("Bug: a step had not settled when the run ended.");
  }

  /** An item has parameters of its own; the guard was that of its step. */
  #outcomeOf(step: StepDefinition, index: number): Outcome {
    if (unitAt(this.#state, index) !== null) return this.#evaluateParams(step, index);
    if (step.form.kind === "loop" && this.#state.records[index]?.parts != null) return this.#evaluateUntil(step, index);
    const stopped = this.#evaluateGuard(step);
    if (stopped !== null) return stopped;
    const { form } = step;
    switch (form.kind) {
      case "single":
        return this.#evaluateParams(step, index);
      case "map":
        return this.#evaluateOver(step, form.over);
      case "sleep":
        return { kind: "begun", dueAt: this.#parts.now() + form.durationMs };
      case "wait":
        return { kind: "begun", dueAt: form.timeoutMs === null ? null : this.#parts.now() + form.timeoutMs };
      case "loop":
      case "on":
        return { kind: "begun", dueAt: null };
      case "race":
        throw new Error("Bug: a race was evaluated.");
      default:
        return form satisfies never;
    }
  }

  #evaluateGuard(step: StepDefinition): EvaluationOutcome | null {
    if (step.when === null) return null;
    const guard = this.#caller.call(step.when, null, this.#caller.scope);
    return guard.kind === "value" ? decideGuard(step, guard.value) : unfinished(step, null, guard);
  }

  #evaluateOver(step: StepDefinition, over: Lambda): EvaluationOutcome {
    const result = this.#caller.call(over, "over", this.#caller.scope);
    return result.kind === "value"
      ? listOfItems(step, result.value, this.#parts.values)
      : unfinished(step, "over", result);
  }

  #evaluateUntil(step: StepDefinition, index: number): EvaluationOutcome {
    if (step.form.kind !== "loop") throw new Error("Bug: an until of a step that is no loop.");
    const scope = untilScope(this.#state, index, this.#caller.scope);
    const result = this.#caller.call(step.form.until, "until", scope);
    if (result.kind === "threw") return failedUntil(step, result.thrown);
    return result.kind === "value" ? decideUntil(step, result.value) : unfinished(step, "until", result);
  }

  #evaluateParams(step: StepDefinition, index: number): Outcome {
    const scope = unitScope(this.#state, index, this.#caller.scope);
    const name = nameAt(this.#state, index);
    const values: Record<string, unknown> = {};
    let suspensions: Suspension[] | null = null;
    for (let at = 0; at < step.params.length; at++) {
      const parameter = step.params[at]!; // within the list
      if (parameter.kind === "constant") continue;
      const result = this.#caller.call(parameter.lambda, parameter.name, scope);
      // Later lambdas are still called after a suspended one, so that all suspensions are waited for together.
      if (result.kind === "suspended") {
        suspensions ??= [];
        suspensions.push({ parameter: parameter.name, on: result.on });
      } else if (suspensions !== null) continue;
      else if (result.kind !== "value") return unfinished(step, parameter.name, result, name);
      else {
        try {
          values[parameter.name] = recordResult(step, parameter.name, result.value, this.#parts.values);
        } catch (thrown) {
          return failed(name, thrown);
        }
      }
    }
    return suspensions === null ? this.#ready(step, index, values) : { kind: "suspended", suspensions };
  }

  #ready(step: StepDefinition, index: number, values: Record<string, unknown>): Outcome {
    const refused = (thrown: unknown) => failed(nameAt(this.#state, index), thrown);
    const subflow = "body" in step.form && step.form.body.kind === "workflow" ? step.form.body.subflow : null;
    try {
      if (subflow !== null) {
        const start = childStart(this.#state, step, values, this.#parts);
        if (!(start instanceof Promise)) return { kind: "child", start };
        return start.then((settled) => ({ kind: "child", start: settled }) as const, refused);
      }
      const params = recordParams(step, values, this.#parts.values);
      if (!(params instanceof Promise)) return { kind: "ready", params };
      return params.then((parsed) => ({ kind: "ready", params: parsed }) as const, refused);
    } catch (thrown) {
      return refused(thrown);
    }
  }
}

/** A lambda that gave no value: it waits for steps, read a lost one, or threw. */
function unfinished(
  step: StepDefinition,
  parameter: string | null,
  result: Exclude<LambdaResult, { kind: "value" }>,
  name = step.name,
): EvaluationOutcome {
  if (result.kind === "suspended") return { kind: "suspended", suspensions: [{ parameter, on: result.on }] };
  return result.kind === "lost" ? result : failed(name, result.thrown);
}
