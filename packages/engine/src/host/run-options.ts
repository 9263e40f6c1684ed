import { checkConcurrency, checkDuration, checkKeys } from "../borders/check-options.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { Plan } from "../plan/plan.ts";
import type { Lease } from "../ports/leases.ts";
import { mergeLevels } from "../resources/merge-levels.ts";
import type { RunSettings } from "../runner/run-settings.ts";
import { checkSchedule, type Schedule } from "../schedule/schedule.ts";
import { record } from "../state/record.ts";
import type { Values } from "../state/values.ts";
import type { StartOptions } from "./start-options.ts";

const known = ["runId", "metadata", "signal", "concurrency", "schedule", "timeout", "resources", "live"];

const noResources = Object.freeze({});
const noMetadata: Readonly<Record<string, unknown>> = record({}, "The metadata of a run");

/** @throws DefinitionError for an unknown key or a value that makes no sense */
export function settingsOf(
  options: StartOptions,
  plan: Plan,
  defaults: {
    readonly runId: () => string;
    readonly lease: Lease;
    readonly gracePeriodMs: number;
    readonly schedule: Schedule;
    readonly resources: object;
    readonly values: Values;
  },
): RunSettings {
  const place = `The run of workflow "${plan.name}"`;
  checkKeys(options, known, place, "The options of a run are");
  const { runId, metadata, signal, concurrency, schedule, timeout, resources = noResources, live = false } = options;
  if (runId !== undefined && (typeof runId !== "string" || runId === "")) {
    throw new DefinitionError(
      `${place} got the runId ${describeThrown(runId)}. Give a string that is not empty, or none.`,
    );
  }
  if (signal !== undefined && typeof (signal as Partial<AbortSignal> | null)?.addEventListener !== "function") {
    throw new DefinitionError(
      `${place} got a signal that is no AbortSignal. Give the signal of an AbortController, or none.`,
    );
  }
  if (typeof live !== "boolean") {
    throw new DefinitionError(`${place} got ${describeThrown(live)} as live. Give true or false.`);
  }
  if (concurrency !== undefined) checkConcurrency(concurrency, place);
  return {
    runId: runId ?? defaults.runId(),
    lease: defaults.lease,
    metadata: metadata === undefined ? noMetadata : defaults.values.record(metadata, "The metadata of a run"),
    timeoutMs: timeout === undefined ? plan.timeoutMs : checkDuration(timeout, "timeout", place),
    gracePeriodMs: defaults.gracePeriodMs,
    concurrency: concurrency ?? null,
    schedule: schedule === undefined ? defaults.schedule : checkSchedule(schedule, place),
    live,
    resources: mergeLevels({ engine: defaults.resources, workflow: plan.resources, run: resources }, plan.name),
  };
}
