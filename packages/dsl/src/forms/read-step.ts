import { readCache } from "../checks/read-cache.ts";
import { readParams } from "../checks/read-params.ts";
import type { WrittenStep } from "../step-list.ts";
import { defineForm } from "./define-form.ts";
import { type Building, openStep } from "./open-step.ts";
import { readAttempts } from "./read-attempts.ts";
import { readFunctionBody } from "./read-body.ts";
import { readConditions } from "./read-conditions.ts";
import { readEstimate } from "./read-estimate.ts";

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
  "pool",
  "priority",
  "input",
  "output",
  "keepInState",
  "collect",
  "cache",
  "estimate",
] as const;

/**
 * Checks the options of a step where they are written, and finds out what its lambdas read.
 *
 * @throws DefinitionError for whatever makes no sense
 */
export function readStep(building: Building, name: unknown, options: unknown): WrittenStep {
  const open = openStep(building, name, options, keys);
  const { body, settings } = readFunctionBody(open.option, open.name);
  const conditions = readConditions(open, keys);
  const { params, warnings } = readParams(open.option("params").value, conditions.step);
  const attempts = readAttempts(open.option, settings, params);
  const cache = readCache(open.option("cache"), body);
  const estimateMs = readEstimate(open.option("estimate"), settings);
  return defineForm(conditions, { form: { kind: "single", body }, params, attempts, cache, estimateMs, warnings });
}
