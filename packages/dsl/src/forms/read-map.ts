import { DefinitionError, type Lambda, type PlanWarning } from "@stepspan/engine";
import { readNumber, refused, type WrittenOption } from "../checks/options.ts";
import { placeOfStep } from "../checks/place.ts";
import { lambdaPlace, readParams, type StepPlace } from "../checks/read-params.ts";
import { constantLambda } from "../constant-lambda.ts";
import { inferLambda } from "../inference.ts";
import type { WrittenStep } from "../step-list.ts";
import { defineForm } from "./define-form.ts";
import { isCount } from "./is-count.ts";
import { type Building, openStep } from "./open-step.ts";
import { readAttempts } from "./read-attempts.ts";
import { bodyKeys, readAnyBody } from "./read-body.ts";
import { readCacheOf } from "./read-cache-of.ts";
import { conditionKeys, readConditions } from "./read-conditions.ts";
import { readEstimate } from "./read-estimate.ts";
import { refuseWriteBack } from "./refuse-write-back.ts";

const keys = ["over", "params", "concurrency", ...bodyKeys, "cache", ...conditionKeys] as const;

/** Reads the options of a map. @throws DefinitionError for whatever makes no sense */
export function readMap(building: Building, name: unknown, options: unknown): WrittenStep {
  refuseWriteBack(options, "map", placeOfStep(building.frame.name, String(name)));
  const open = openStep(building, name, options, keys);
  refuseSchema(open.option("input"));
  const { body, settings } = readAnyBody(open);
  const conditions = readConditions(open, keys);
  const over = readOver(open.option("over"), conditions.step);
  const { params, warnings } = readParams(open.option("params").value, conditions.step);
  const concurrency = readNumber(
    open.option("concurrency"),
    Infinity,
    (count) => isCount(count) || count === Infinity,
    "a whole number of at least 1, or Infinity",
  );
  return defineForm(conditions, {
    form: { kind: "map", body, over: Object.freeze(over.lambda), concurrency },
    params,
    lambdas: [over.lambda],
    attempts: readAttempts(open.option, settings, params),
    estimateMs: readEstimate(open.option("estimate"), settings),
    cache: readCacheOf(body, open.option("cache")),
    warnings: [...over.warnings, ...warnings],
  });
}

/** With a schema of its own a map could not have both the types of its items and those that the schema makes. */
function refuseSchema({ place, name, value }: WrittenOption): void {
  if (value === undefined) return;
  throw new DefinitionError(
    `${place} is a map, so it cannot have ${name}. Give run a step made with defineStep({ ${name}, run }).`,
  );
}

interface ReadOver {
  readonly lambda: Lambda;
  readonly warnings: readonly PlanWarning[];
}

function readOver(option: WrittenOption, step: StepPlace): ReadOver {
  const { value } = option;
  if (typeof value === "function") {
    return inferLambda(value as (scope: never) => unknown, lambdaPlace(step, option.name), step.earlier); // a function here is a lambda
  }
  if (!Array.isArray(value)) throw refused(option, "Give a list, or a lambda that gives one.");
  const items: readonly unknown[] = Object.freeze([...value]);
  return { lambda: { evaluate: constantLambda(items), reads: [] }, warnings: [] };
}
