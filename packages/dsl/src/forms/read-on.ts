import { readNumber } from "../checks/options.ts";
import { placeOfStep } from "../checks/place.ts";
import { readEvent } from "../checks/read-event.ts";
import { readParams } from "../checks/read-params.ts";
import type { WrittenStep } from "../step-list.ts";
import { defineForm } from "./define-form.ts";
import { isCount } from "./is-count.ts";
import { type Building, openStep } from "./open-step.ts";
import { readAttempts } from "./read-attempts.ts";
import { bodyKeys, readAnyBody } from "./read-body.ts";
import { readConditions } from "./read-conditions.ts";
import { readEstimate } from "./read-estimate.ts";
import { refuseCache } from "./refuse-cache.ts";
import { refuseWriteBack } from "./refuse-write-back.ts";

const keys = [
  "event",
  "params",
  "concurrency",
  "capacity",
  ...bodyKeys,
  "when",
  "dependsOn",
  "skipWith",
  "continueOnError",
] as const;

const defaultCapacity = 1000;
const expected = "a whole number of at least 1, or Infinity";

/** Reads the options of a step that runs for each event. @throws DefinitionError for whatever makes no sense */
export function readOn(building: Building, name: unknown, options: unknown): WrittenStep {
  const place = placeOfStep(building.frame.name, String(name));
  refuseWriteBack(options, "step that runs for each event", place);
  refuseCache(options, "step that runs for each event", place);
  const open = openStep(building, name, options, keys);
  const event = readEvent(open.option("event"));
  const { body, settings } = readAnyBody(open);
  const conditions = readConditions(open, keys);
  const { params, warnings } = readParams(open.option("params").value, conditions.step);
  const concurrency = readNumber(open.option("concurrency"), 1, isCountOrEndless, expected);
  const capacity = readNumber(open.option("capacity"), defaultCapacity, isCount, "a whole number of at least 1");
  return defineForm(conditions, {
    form: { kind: "on", body, event, concurrency, capacity },
    params,
    attempts: readAttempts(open.option, settings, params),
    estimateMs: readEstimate(open.option("estimate"), settings),
    warnings,
  });
}

function isCountOrEndless(value: number): boolean {
  return isCount(value) || value === Infinity;
}
