import { readLimit, refused, type WrittenOption } from "../checks/options.ts";
import { placeOfStep } from "../checks/place.ts";
import { readEvent } from "../checks/read-event.ts";
import { isAsyncFunction } from "../checks/show-value.ts";
import type { WrittenStep } from "../step-list.ts";
import { defineForm } from "./define-form.ts";
import { type Building, openStep } from "./open-step.ts";
import { readConditions } from "./read-conditions.ts";
import { readEstimate } from "./read-estimate.ts";
import { refuseCache } from "./refuse-cache.ts";

const keys = ["event", "where", "timeout", "estimate", "when", "dependsOn", "skipWith", "continueOnError"] as const;

/** Reads the options of a step that waits for an event. @throws DefinitionError for whatever makes no sense */
export function readWait(building: Building, name: unknown, options: unknown): WrittenStep {
  refuseCache(options, "wait", placeOfStep(building.frame.name, String(name)));
  const open = openStep(building, name, options, keys);
  const event = readEvent(open.option("event"));
  const where = readWhere(open.option("where"));
  const timeoutMs = readLimit(open.option("timeout"));
  const estimateMs = readEstimate(open.option("estimate"), null);
  return defineForm(readConditions(open, keys), { form: { kind: "wait", event, where, timeoutMs }, estimateMs });
}

function readWhere(option: WrittenOption): ((value: unknown) => boolean) | null {
  if (option.value === undefined) return null;
  if (typeof option.value !== "function" || isAsyncFunction(option.value)) {
    throw refused(option, "Give a function that looks at the event's data and returns true or false at once.");
  }
  return option.value as (value: unknown) => boolean; // only the runner calls it, and looks at what it returns
}
