import { DefinitionError } from "../errors/definition-errors.ts";
import { parseDuration } from "../plan/duration.ts";
import type { Plan } from "../plan/plan.ts";
import { record } from "../state/record.ts";
import type { RunOptions } from "./engine.ts";
import type { RunSettings } from "./run-execution.ts";

const known = new Set(["runId", "metadata", "signal", "concurrency", "timeout"]);

/** @throws DefinitionError for an unknown key or a value that makes no sense */
export function settingsOf(
  options: RunOptions,
  plan: Plan,
  defaults: { readonly runId: () => string; readonly gracePeriodMs: number },
): RunSettings {
  const place = `The run of workflow "${plan.name}"`;
  const unknown = Object.keys(options).find((key) => !known.has(key));
  if (unknown !== undefined) {
    throw new DefinitionError(
      `${place} got the unknown option ${JSON.stringify(unknown)}. The options of a run are ${[...known].join(", ")}.`,
    );
  }
  const { runId, metadata = {}, signal, concurrency, timeout } = options;
  if (runId !== undefined && (typeof runId !== "string" || runId === "")) {
    throw new DefinitionError(
      `${place} got the runId ${JSON.stringify(runId)}. Give a string that is not empty, or none.`,
    );
  }
  if (signal !== undefined && typeof (signal as Partial<AbortSignal> | null)?.addEventListener !== "function") {
    throw new DefinitionError(
      `${place} got a signal that is no AbortSignal. Give the signal of an AbortController, or none.`,
    );
  }
  if (concurrency !== undefined) checkConcurrency(concurrency, place);
  return {
    runId: runId ?? defaults.runId(),
    metadata: record(metadata, "The metadata of a run"),
    timeoutMs: timeout === undefined ? plan.timeoutMs : checkDuration(timeout, "timeout", place),
    gracePeriodMs: defaults.gracePeriodMs,
    concurrency: concurrency ?? null,
  };
}

/** @throws DefinitionError unless it is a whole number of at least 1, or Infinity */
export function checkConcurrency(concurrency: number, place: string): void {
  if (concurrency === Infinity || (Number.isInteger(concurrency) && concurrency >= 1)) return;
  throw new DefinitionError(
    `${place} got the concurrency ${String(concurrency)}. Give a whole number of at least 1, or Infinity.`,
  );
}

/** @throws DefinitionError unless it is a duration above 0 */
export function checkDuration(duration: unknown, option: string, place: string): number {
  const milliseconds = parseDuration(duration);
  if (milliseconds !== null && milliseconds > 0) return milliseconds;
  throw new DefinitionError(
    `${place} got ${JSON.stringify(duration) ?? String(duration)} as ${option}. Give milliseconds above 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".`,
  );
}
