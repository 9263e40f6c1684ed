import type { Plan } from "../plan/plan.ts";
import { RunExecution } from "../runner/run-execution.ts";
import type { RunnerPorts } from "../runner/run-ports.ts";
import type { EngineParts } from "../runner/run-settings.ts";
import type { EngineSettings } from "./engine-settings.ts";
import type { Ownership } from "./ownership.ts";
import { settingsOf } from "./run-options.ts";
import type { StartOptions } from "./start-options.ts";

/** The engine that a run is to begin in. */
export interface StartingEngine {
  readonly ports: RunnerPorts;
  readonly parts: EngineParts;
  readonly settings: EngineSettings;
  readonly ownership: Ownership;
}

/** A run that has not begun. @throws DefinitionError for options that make no sense */
export function newExecution(
  plan: Plan,
  options: StartOptions,
  { ports, parts, settings, ownership }: StartingEngine,
): RunExecution {
  const { createRunId: runId, resources } = ports;
  const { values } = parts;
  const { gracePeriodMs, schedule } = settings;
  const lease = ownership.first;
  const made = settingsOf(options, plan, { runId, lease, gracePeriodMs, schedule, resources, values });
  return new RunExecution(plan, ports, made, parts);
}
