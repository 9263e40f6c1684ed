import type { Suspension } from "@stepspan/engine";
import { type Expression, readsIn } from "../cases/expression.ts";
import { parameterName } from "../cases/workflow-case.ts";
import { Disagreement } from "./disagreement.ts";
import type { ModelStep } from "./model-step.ts";
import type { RunModel } from "./run-model.ts";

/**
 * Checks what the engine says that a step waits for: its lambdas must miss it at this moment. From a lambda's second
 * time on the step also waits for all that tracing found in it and reading could not place: there is no third then.
 *
 * @throws Disagreement
 */
export function noteSuspension(model: RunModel, name: string, suspensions: readonly Suspension[]): void {
  const step = model.step(name);
  const unseen = suspensions.flatMap(({ on }) => on).filter((other) => model.step(other).settledAt === model.now);
  const conclusion = model.evaluate(name, new Set(unseen));
  if (conclusion.kind !== "suspended")
    throw new Disagreement(`${name} is suspended, the model says ${conclusion.kind}`);
  const [first] = conclusion.missing.keys();
  if (!suspensions.some(({ parameter }) => parameter === first))
    throw new Disagreement(`${name} is suspended, but not on what ${first ?? "its guard"} misses`);
  const waitsFor = new Set<string>();
  for (const { parameter, on } of suspensions) {
    const missing = conclusion.missing.get(parameter);
    if (missing === undefined) throw new Disagreement(`${parameter} of ${name} misses nothing`);
    const times = (step.suspensions.get(parameter) ?? 0) + 1;
    step.suspensions.set(parameter, times);
    for (const other of [...on, ...(times < 2 ? [] : dynamicReads(model, step, parameter))]) waitsFor.add(other);
    if (on.length !== 1 || on[0] !== missing)
      throw new Disagreement(`${parameter} of ${name} waits for ${on.join(", ")}, the model says ${missing}`);
    if (times > 2 && isAllDynamic(step, parameter))
      throw new Disagreement(`${parameter} of ${name} is suspended again`);
  }
  step.waitsFor = waitsFor;
}

function lambdaOf({ definition }: ModelStep, parameter: string | null): Expression {
  if (parameter === null) return definition.guard!.value; // it was suspended
  return definition.params.find((_, index) => parameterName(index) === parameter)!;
}

function dynamicReads(model: RunModel, step: ModelStep, parameter: string | null): readonly string[] {
  const reads = readsIn(lambdaOf(step, parameter)).filter((read) => read.known === "dynamic");
  return reads.map((read) => read.step).filter((name) => model.step(name).verdict === null);
}

function isAllDynamic(step: ModelStep, parameter: string | null): boolean {
  const reads = readsIn(lambdaOf(step, parameter));
  return reads.every(({ known }) => known === "dynamic" || known === "required");
}
