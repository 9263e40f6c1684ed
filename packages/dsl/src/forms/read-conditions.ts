import { DefinitionError, type Lambda, type PlanWarning, type StepDefinition } from "@stepspan/engine";
import { readFlag, refused, type WrittenOption } from "../checks/options.ts";
import { lambdaPlace, type StepPlace } from "../checks/read-params.ts";
import { readStepNames } from "../checks/read-step-names.ts";
import { inferLambda } from "../inference.ts";
import type { OpenStep } from "./open-step.ts";

/** Options that say whether a step begins, and what its failure means. */
export const conditionKeys = ["when", "dependsOn", "skipWith", "always", "continueOnError"] as const;

type ConditionKey = (typeof conditionKeys)[number];

/** What the condition options became. */
export interface Conditions {
  readonly values: Pick<StepDefinition, ConditionKey>;
  readonly warnings: readonly PlanWarning[];
  /** Where lambdas of the step stand. */
  readonly step: StepPlace;
}

/** Reads those of the condition options that the kind of step has. @throws DefinitionError */
export function readConditions<Key extends string>(open: OpenStep<Key>, keys: readonly Key[]): Conditions {
  const { place, name, building } = open;
  const option = (key: ConditionKey): WrittenOption => {
    const known = keys.find((candidate) => candidate === key);
    return known === undefined ? { place, name: key, value: undefined } : open.option(known);
  };
  const always = readFlag(option("always"), false);
  const dependsOn = readStepNames(option("dependsOn"), building.earlier);
  const skipWith = readStepNames(option("skipWith"), building.earlier);
  const step: StepPlace = { place, workflow: building.frame.name, step: name, always, earlier: building.earlier };
  const when = readGuard(option("when"), step);
  const continueOnError = readFlag(option("continueOnError"), false);
  const values = { when: Object.freeze(when.lambda), dependsOn, skipWith, always, continueOnError };
  return { values, warnings: when.warnings, step };
}

/** @throws DefinitionError for a finaliser with skipWith, and for one that depends on no step */
export function checkFinaliser({ values, step }: Conditions, lambdas: readonly Lambda[]): void {
  const { always, skipWith, dependsOn, when } = values;
  if (!always) return;
  if (skipWith.length > 0) {
    throw new DefinitionError(
      `${step.place} has both always and skipWith. A step with always runs whatever came of the others: remove one of the two.`,
    );
  }
  if (dependsOn.length === 0 && ![when, ...lambdas].some(readsSteps)) {
    throw new DefinitionError(
      `${step.place} has always, but depends on no step. Name in dependsOn the steps after which it runs.`,
    );
  }
}

function readGuard(option: WrittenOption, step: StepPlace) {
  if (option.value === undefined) return { lambda: null, warnings: [] };
  if (typeof option.value !== "function") throw refused(option, "Give a function that returns true or false.");
  return inferLambda(option.value as (scope: never) => unknown, lambdaPlace(step, null), step.earlier); // a guard is a lambda
}

function readsSteps(lambda: Lambda | null): boolean {
  return lambda !== null && lambda.reads.length > 0;
}
