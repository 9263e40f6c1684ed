import { DefinitionError, type Lambda, type Schema, type StepFunction } from "@stepspan/engine";
import { checkKeys } from "./checks/check-keys.ts";
import {
  readFlag,
  readLimit,
  readNumber,
  readSchema,
  readText,
  refused,
  type WrittenOption,
} from "./checks/options.ts";
import { type Place, placeOfStep, placeOfWorkflow } from "./checks/place.ts";
import { lambdaPlace, readParams, type StepPlace } from "./checks/read-params.ts";
import { noRetry, readRetry } from "./checks/read-retry.ts";
import { readStepNames } from "./checks/read-step-names.ts";
import { quoted, shownValue } from "./checks/show-value.ts";
import { type SharedBody, sharedBodyOf } from "./define-step.ts";
import { type EarlierSteps, inferLambda } from "./inference.ts";
import type { WrittenStep } from "./step-list.ts";

const keys = [
  "params",
  "run",
  "when",
  "dependsOn",
  "skipWith",
  "always",
  "retry",
  "timeout",
  "continueOnError",
  "queue",
  "priority",
  "input",
  "output",
] as const;

/**
 * Checks the options of a step where they are written, and finds out what its lambdas read.
 *
 * @throws DefinitionError for whatever makes no sense
 */
export function readStep(workflow: string, name: unknown, options: unknown, earlier: EarlierSteps): WrittenStep {
  checkName(workflow, name, earlier);
  const place = placeOfStep(workflow, name);
  const written = checkKeys(options, keys, place);
  const option = (key: (typeof keys)[number]): WrittenOption => ({ place, name: key, value: written[key] });
  const body = readBody(option("run"));
  const always = readFlag(option("always"), false);
  const dependsOn = readStepNames(option("dependsOn"), earlier);
  const skipWith = readStepNames(option("skipWith"), earlier);
  const step: StepPlace = { place, workflow, step: name, always, earlier };
  const when = readGuard(option("when"), step);
  const { params, warnings } = readParams(written.params, step);
  const lambdas = params.flatMap((parameter) => (parameter.kind === "lambda" ? [parameter.lambda] : []));
  if (always) checkFinaliser(place, skipWith, dependsOn.length > 0 || [when.lambda, ...lambdas].some(readsSteps));
  const definition = Object.freeze({
    name,
    params,
    when: Object.freeze(when.lambda),
    dependsOn,
    skipWith,
    always,
    continueOnError: readFlag(option("continueOnError"), false),
    retry: readRetry(option("retry")) ?? body.retry ?? noRetry,
    timeoutMs: readLimit(option("timeout")) ?? body.timeoutMs,
    queue: readText(option("queue")) ?? body.queue,
    priority: readNumber(option("priority"), body.priority ?? 0, Number.isFinite, "a number"),
    input: oneSchema(option("input"), body.input),
    output: oneSchema(option("output"), body.output),
    keepInState: Object.freeze([]),
    form: Object.freeze({ kind: "single", body: Object.freeze({ kind: "function", run: body.run, collect: null }) }),
  });
  return { definition, warnings: [...when.warnings, ...warnings] };
}

function checkName(workflow: string, name: unknown, earlier: EarlierSteps): asserts name is string {
  const place = placeOfWorkflow(workflow);
  if (typeof name !== "string" || name === "") {
    throw new DefinitionError(`${place} got ${shownValue(name)} as the name of a step. Give a text that is not empty.`);
  }
  if (earlier.has(name)) {
    throw new DefinitionError(`${place} has a step named ${quoted(name)} already. Give the new one another name.`);
  }
}

function readBody(option: WrittenOption): SharedBody {
  const shared = sharedBodyOf(option.value);
  if (shared !== null) return shared;
  if (typeof option.value !== "function") throw refused(option, "Give a function, or a step made with defineStep.");
  const run = option.value as StepFunction; // only the runner calls it, with what the types say
  return { run, input: null, output: null, retry: null, timeoutMs: null, queue: null, priority: null };
}

function readGuard(option: WrittenOption, step: StepPlace) {
  if (option.value === undefined) return { lambda: null, warnings: [] };
  if (typeof option.value !== "function") throw refused(option, "Give a function that returns true or false.");
  return inferLambda(option.value as (scope: never) => unknown, lambdaPlace(step, null), step.earlier); // a guard is a lambda
}

function readsSteps(lambda: Lambda | null): boolean {
  return lambda !== null && lambda.reads.length > 0;
}

function checkFinaliser(place: Place, skipWith: readonly string[], dependsOnSteps: boolean): void {
  if (skipWith.length > 0) {
    throw new DefinitionError(
      `${place} has both always and skipWith. A step with always runs whatever came of the others: remove one of the two.`,
    );
  }
  if (!dependsOnSteps) {
    throw new DefinitionError(
      `${place} has always, but depends on no step. Name in dependsOn the steps after which it runs.`,
    );
  }
}

function oneSchema(option: WrittenOption, shared: Schema | null): Schema | null {
  const own = readSchema(option);
  if (own === null || shared === null) return own ?? shared;
  throw new DefinitionError(
    `${option.place} has the schema ${option.name}, and so has the step made with defineStep that it runs. Keep one of them: a value is parsed once.`,
  );
}
