import type { RunAttempts } from "../attempts/run-attempts.ts";
import type { Lease } from "../ports/leases.ts";
import type { GivenResources } from "../resources/merge-levels.ts";
import type { OpenResources } from "../resources/open-resources.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Schedules } from "../schedule/schedules.ts";
import type { Values } from "../state/values.ts";
import type { EngineStates } from "./engine-states.ts";
import type { createAttempts } from "./run-attempts.ts";
import type { SafeMemos } from "./safe-memos.ts";

/** How one run is to be executed; times in milliseconds. */
export interface RunSettings {
  readonly runId: string;
  /** Null for a run whose lease is still to be taken. */
  readonly lease: Lease | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number | null;
  readonly gracePeriodMs: number;
  readonly concurrency: number | null;
  readonly schedule: Schedule;
  readonly live: boolean;
  readonly resources: GivenResources;
}

/** What all runs of an engine share. */
export interface EngineParts {
  readonly states: EngineStates;
  readonly values: Values;
  readonly memos: SafeMemos;
  readonly schedules: Schedules;
  /** Whether only one run is open. */
  readonly isAlone: () => boolean;
  readonly createAttempts: CreateAttempts;
  readonly openResources: OpenResources;
}

/** Makes the attempts of a run. */
export type CreateAttempts = (...parts: Parameters<typeof createAttempts>) => RunAttempts;
