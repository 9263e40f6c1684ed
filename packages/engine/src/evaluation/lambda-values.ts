import type { EvaluationOutcome } from "../core/facts.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { isInstance } from "../errors/is-instance.ts";
import { StepError } from "../errors/step-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { StepDefinition } from "../plan/definition.ts";
import type { Values } from "../state/values.ts";

/** What the guard gave; null if it held. */
export function decideGuard(step: StepDefinition, value: unknown): EvaluationOutcome | null {
  if (value === true) return null;
  if (value === false) return { kind: "skip" };
  return failed(step.name, notBoolean(`The guard of step "${step.name}"`, value));
}

export function decideUntil(step: StepDefinition, value: unknown): EvaluationOutcome {
  if (typeof value === "boolean") return { kind: "decided", isLast: value };
  return failedUntil(step, notBoolean(`The until of step "${step.name}"`, value));
}

/** Its iterations had their attempts: it is none of them that failed. */
export function failedUntil({ name }: StepDefinition, cause: unknown): EvaluationOutcome {
  const error = new StepError({ step: name, attempt: 0, cause, input: undefined, place: "failed in its until" });
  return { kind: "failed", error };
}

/** The items of a map, recorded. */
export function listOfItems(step: StepDefinition, value: unknown, values: Values): EvaluationOutcome {
  try {
    const recorded = recordResult(step, "over", value, values);
    if (Array.isArray(recorded)) return { kind: "items", items: recorded };
    throw new DefinitionError(
      `The over of step "${step.name}" gave ${describeValue(value)}. Give a list: an array of the items.`,
    );
  } catch (thrown) {
    return failed(step.name, thrown);
  }
}

/** @throws SerializationError, DefinitionError for what cannot be recorded, and for a promise */
export function recordResult(step: StepDefinition, parameter: string, value: unknown, values: Values): unknown {
  if (values.isRecorded(value)) return value;
  if (isInstance(value, Promise)) {
    swallowRejection(value);
    throw new DefinitionError(
      `Parameter "${parameter}" of step "${step.name}" returned a promise. Parameter lambdas are synchronous: do the work in a step, and read its output.`,
    );
  }
  return values.record(value, `Parameter "${parameter}" of step "${step.name}"`);
}

/** @param name with the place of an item: `fetch[3]` */
export function failed(name: string, thrown: unknown): EvaluationOutcome {
  return { kind: "failed", error: new StepError({ step: name, attempt: 0, cause: thrown, input: undefined }) };
}

/** Nobody waits for a promise that a lambda should not have given. */
export function swallowRejection(value: unknown): void {
  if (isInstance(value, Promise)) value.catch(() => undefined);
}

function notBoolean(what: string, value: unknown): DefinitionError {
  swallowRejection(value);
  const came = isInstance(value, Promise) ? "a promise" : describeValue(value);
  return new DefinitionError(`${what} returned ${came}. Return true or false, synchronously.`);
}

function describeValue(value: unknown): string {
  return value === undefined ? "undefined" : describeThrown(value);
}
