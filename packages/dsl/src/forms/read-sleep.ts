import { parseDuration } from "@stepspan/engine";
import { durations, refused } from "../checks/options.ts";
import { placeOfStep } from "../checks/place.ts";
import type { WrittenStep } from "../step-list.ts";
import { defineForm } from "./define-form.ts";
import { type Building, openStep } from "./open-step.ts";
import { readConditions } from "./read-conditions.ts";
import { refuseCache } from "./refuse-cache.ts";
import { refuseEstimate } from "./refuse-estimate.ts";

const keys = ["when", "dependsOn", "skipWith"] as const;

/** Reads a step that waits for a time. @throws DefinitionError for whatever makes no sense */
export function readSleep(building: Building, name: unknown, duration: unknown, options: unknown = {}): WrittenStep {
  const place = placeOfStep(building.frame.name, String(name));
  refuseCache(options, "sleep", place);
  refuseEstimate(options, "sleep", place);
  const open = openStep(building, name, options, keys);
  const durationMs = parseDuration(duration);
  if (durationMs === null) {
    const option = { place: open.place, name: "its duration", value: duration };
    throw refused(option, `Give milliseconds of at least 0, ${durations}.`);
  }
  return defineForm(readConditions(open, keys), { form: { kind: "sleep", durationMs } });
}
