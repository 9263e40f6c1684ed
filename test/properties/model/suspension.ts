import type { Suspension } from "@stepspan/engine";
import { declaredReads, type Expression } from "../cases/expression.ts";
import { parameterName } from "../cases/workflow-case.ts";
import { Disagreement } from "./disagreement.ts";
import type { ModelStep } from "./model-step.ts";
import type { RunModel } from "./run-model.ts";

/**
 * Checks what the engine says that a step waits for: its lambdas must miss it at this moment. From a lambda's second
 * time on the step also waits for whatever else that lambda is known to read, so that there is no fourth.
 *
 * @throws Disagreement
 */
export function noteSuspension(model: RunModel, name: string, suspensions: readonly Suspension[]): void {
  const step = model.step(name);
  const unseen = suspensions.flatMap(({ on }) => on).filter((other) => model.step(other).settledAt === model.now);
  const conclusion = model.evaluate(name, new Set(unseen));
  if (conclusion.kind !== "suspended") throw new Disagreement(`${name} is suspended, the model says ${conclusion.kind}`);
  const [first] = conclusion.missing.keys();
  if (!suspensions.some(({ parameter }) => parameter === first))
    throw new Disagreement(`${name} is suspended, but not on what ${first ?? "its guard"} misses`);
  const waitsFor = new Set<string>();
  for (const { parameter, on } of suspensions) {
    const missing = conclusion.missing.get(parameter);
    if (missing === undefined) throw new Disagreement(`${parameter} of ${name} misses nothing`);
    const times = (step.suspensions.get(parameter) ?? 0) + 1;
    step.suspensions.set(parameter, times);
    for (const other of [...on, ...(times < 2 ? [] : knownReads(model, step, parameter))]) waitsFor.add(other);
    const odd = on.filter((other) => !missing.has(other));
    if (odd.length > 0) throw new Disagreement(`${name} waits for ${odd.join(", ")}, which ${parameter} does not miss`);
    if (times > 2 && readsAllKnown(step, parameter)) throw new Disagreement(`${parameter} of ${name} is suspended again`);
  }
  step.waitsFor = waitsFor;
}

function lambdaOf({ definition }: ModelStep, parameter: string | null): Expression {
  if (parameter === null) return definition.guard!.value; // it was suspended
  return definition.params.find((_, index) => parameterName(index) === parameter)!;
}

function knownReads(model: RunModel, step: ModelStep, parameter: string | null): readonly string[] {
  const reads = declaredReads(lambdaOf(step, parameter)).map((read) => read.step);
  return reads.filter((name) => model.step(name).verdict === null);
}

function readsAllKnown(step: ModelStep, parameter: string | null): boolean {
  return !JSON.stringify(lambdaOf(step, parameter)).includes('"unknown"');
}
