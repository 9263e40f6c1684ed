import { ParamValues, recordParams } from "../borders/params.ts";
import type { Suspension } from "../core/events.ts";
import type { EvaluationOutcome, Fact } from "../core/facts.ts";
import type { CoreState } from "../core/state.ts";
import { nameAt, ownerAt, stepAt, unitAt } from "../core/units.ts";
import type { Lambda, StepDefinition } from "../plan/definition.ts";
import type { RunSpan } from "../spans/span.ts";
import type { Values } from "../state/values.ts";
import { type ChildStates, childStart } from "./child-start.ts";
import { LambdaCaller, type Unfinished } from "./lambda-caller.ts";
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
export type Evaluation = Extract<Fact, { type: "evaluated" }>;

type Outcome = EvaluationOutcome | Promise<EvaluationOutcome>;

/** Evaluates the lambdas of one run, or of one child run. */
export interface Evaluator {
  /** Gives a promise only where a schema or a store is asynchronous. */
  evaluate(path: string, index: number): Evaluation | Promise<Evaluation>;
  /** What the workflow returns. @throws what the lambda threw */
  evaluateReturns(lambda: Lambda): unknown;
}

/** What an evaluator needs besides the state. */
export interface EvaluatorParts {
  readonly now: () => number;
  /** Of the run. */
  readonly rootSpan: RunSpan;
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
    this.#caller = new LambdaCaller(state, parts.rootSpan);
  }

  evaluate(path: string, index: number): Evaluation | Promise<Evaluation> {
    const step = stepAt(this.#state, index);
    this.#caller.begin(ownerAt(this.#state, index), index);
    const outcome = this.#outcomeOf(step, index);
    const reads = this.#caller.end();
    if (!(outcome instanceof Promise)) return { type: "evaluated", path, index, outcome, reads };
    return outcome.then((settled) => ({ type: "evaluated", path, index, outcome: settled, reads }));
  }

  evaluateReturns(lambda: Lambda): unknown {
    this.#caller.begin(this.#state.plan.steps.length, null);
    const value = this.#caller.call(lambda, null, this.#caller.scope);
    this.#caller.end();
    const { unfinished } = this.#caller;
    if (unfinished === null) {
      swallowRejection(value); // a promise is refused when it is recorded
      return value;
    }
    throw unfinished.kind === "threw"
      ? unfinished.thrown
      : new Error("Bug: a step had not settled when the run ended.");
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
    const holds = this.#caller.call(step.when, null, this.#caller.scope);
    const { unfinished } = this.#caller;
    return unfinished === null ? decideGuard(step, holds) : unfinishedOutcome(step, null, unfinished);
  }

  #evaluateOver(step: StepDefinition, over: Lambda): EvaluationOutcome {
    const list = this.#caller.call(over, "over", this.#caller.scope);
    const { unfinished } = this.#caller;
    if (unfinished !== null) return unfinishedOutcome(step, "over", unfinished);
    return listOfItems(step, list, this.#parts.values);
  }

  #evaluateUntil(step: StepDefinition, index: number): EvaluationOutcome {
    if (step.form.kind !== "loop") throw new Error("Bug: an until of a step that is no loop.");
    const scope = untilScope(this.#state, index, this.#caller.scope);
    const isLast = this.#caller.call(step.form.until, "until", scope);
    const { unfinished } = this.#caller;
    if (unfinished === null) return decideUntil(step, isLast);
    return unfinished.kind === "threw"
      ? failedUntil(step, unfinished.thrown)
      : unfinishedOutcome(step, "until", unfinished);
  }

  #evaluateParams(step: StepDefinition, index: number): Outcome {
    const scope = unitScope(this.#state, index, this.#caller.scope);
    const values = new ParamValues();
    const params = this.#state.table.params[ownerAt(this.#state, index)]!; // those of the step
    let suspensions: Suspension[] | null = null;
    for (let at = 0; at < params.length; at++) {
      const parameter = params[at]!; // within the list
      if (parameter.kind === "constant") continue;
      const value = this.#caller.call(parameter.lambda, parameter.name, scope);
      const { unfinished } = this.#caller;
      // Later lambdas are still called after a suspended one, so that all suspensions are waited for together.
      if (unfinished?.kind === "suspended") {
        suspensions ??= [];
        suspensions.push({ parameter: parameter.name, on: unfinished.on });
      } else if (suspensions !== null) continue;
      else if (unfinished !== null) {
        return unfinishedOutcome(step, parameter.name, unfinished, nameAt(this.#state, index));
      } else {
        try {
          values.add(parameter.name, recordResult(step, parameter.name, value, this.#parts.values));
        } catch (thrown) {
          return failed(nameAt(this.#state, index), thrown);
        }
      }
    }
    return suspensions === null ? this.#ready(step, index, values) : { kind: "suspended", suspensions };
  }

  #ready(step: StepDefinition, index: number, values: ParamValues): Outcome {
    const subflow = "body" in step.form && step.form.body.kind === "workflow" ? step.form.body.subflow : null;
    try {
      if (subflow !== null) {
        const start = childStart(this.#state, step, values, this.#parts);
        if (!(start instanceof Promise)) return { kind: "child", start };
        return start.then((settled) => ({ kind: "child", start: settled }) as const, this.#refusal(index));
      }
      const params = recordParams(step, values, this.#parts.values);
      if (!(params instanceof Promise)) return { kind: "ready", params };
      return params.then((parsed) => ({ kind: "ready", params: parsed }) as const, this.#refusal(index));
    } catch (thrown) {
      return this.#refusal(index)(thrown);
    }
  }

  #refusal(index: number): (thrown: unknown) => EvaluationOutcome {
    return (thrown) => failed(nameAt(this.#state, index), thrown);
  }
}

/** A lambda that gave no value: it waits for steps, read a lost one, or threw. */
function unfinishedOutcome(
  step: StepDefinition,
  parameter: string | null,
  unfinished: Unfinished,
  name = step.name,
): EvaluationOutcome {
  if (unfinished.kind === "suspended") return { kind: "suspended", suspensions: [{ parameter, on: unfinished.on }] };
  return unfinished.kind === "lost" ? unfinished : failed(name, unfinished.thrown);
}
