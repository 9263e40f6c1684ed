import { readNumber, refused, type WrittenOption } from "../checks/options.ts";
import { placeOfStep } from "../checks/place.ts";
import { lambdaPlace, readParams, type StepPlace } from "../checks/read-params.ts";
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

const keys = ["params", "until", "maxIterations", ...bodyKeys, "cache", ...conditionKeys] as const;

/** Reads the options of a loop. @throws DefinitionError for whatever makes no sense */
export function readLoop(building: Building, name: unknown, options: unknown): WrittenStep {
  refuseWriteBack(options, "loop", placeOfStep(building.frame.name, String(name)));
  const open = openStep(building, name, options, keys);
  const { body, settings } = readAnyBody(open);
  const conditions = readConditions(open, keys);
  const { params, warnings } = readParams(open.option("params").value, conditions.step);
  const until = readUntil(open.option("until"), conditions.step);
  const maxIterations = readMost(open.option("maxIterations"));
  return defineForm(conditions, {
    form: { kind: "loop", body, until: Object.freeze(until.lambda), maxIterations },
    params,
    lambdas: [until.lambda],
    attempts: readAttempts(open.option, settings, params),
    estimateMs: readEstimate(open.option("estimate"), settings),
    cache: readCacheOf(body, open.option("cache")),
    warnings: [...warnings, ...until.warnings],
  });
}

function readUntil(option: WrittenOption, step: StepPlace) {
  const { value } = option;
  if (typeof value !== "function") throw refused(option, "Give a function that returns true to end the loop.");
  return inferLambda(value as (scope: never) => unknown, lambdaPlace(step, option.name), step.earlier); // a function here is a lambda
}

function readMost(option: WrittenOption): number {
  const expected = "a whole number of at least 1";
  if (option.value === undefined) throw refused(option, `Give ${expected}: a loop must end.`);
  return readNumber(option, 1, isCount, expected);
}
