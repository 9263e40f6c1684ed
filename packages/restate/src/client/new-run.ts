import { randomUUID } from "node:crypto";
import { DefinitionError, type Plan, type StartOptions, StoreError } from "@stepspan/engine";
import { createValues, parseAtBorder, type Rerun, runSettingsOf } from "@stepspan/engine/hosting";
import type { StartRequest } from "../protocol/start-request.ts";
import type { ClientParts } from "./client-parts.ts";
import { checkRunId } from "./run-id.ts";
import type { BegunRun } from "./run-places.ts";
import { sayableReason } from "./sayable-reason.ts";
import type { ServedServices } from "./served-services.ts";

/** A run that is to begin: what it is given was checked. */
export interface NewRun {
  readonly plan: Plan;
  readonly runId: string;
  /** Nobody can have taken its id before. */
  readonly isOwnId: boolean;
  readonly request: Omit<StartRequest, "input" | "startedAt" | "pools" | "rerun">;
}

/** @throws DefinitionError for options that make no sense, or that a run in Restate cannot have */
export function newRun(plan: Plan, options: StartOptions, { classes, wires }: ClientParts): NewRun {
  const { resources, schedule, ...others } = options;
  const place = `The run of workflow "${plan.name}"`;
  if (resources !== undefined && Object.keys(resources).length > 0) {
    throw new DefinitionError(
      `${place} got the resource ${JSON.stringify(Object.keys(resources)[0])}, and its steps are called in other processes, which no live object reaches. Give it to those: serveSteps({ workflows, resources }).`,
    );
  }
  if (schedule !== undefined && schedule !== "fifo") {
    throw new DefinitionError(
      `${place} got ${JSON.stringify(schedule)} as schedule. In Restate steps start in the order in which they become ready: leave it out, and give steps a priority.`,
    );
  }
  const { runId, metadata, timeoutMs, concurrency, live } = runSettingsOf(others, plan, {
    ...{ runId: randomUUID, lease: { owner: "restate", epoch: 1 }, gracePeriodMs: 0 },
    ...{ schedule: "fifo", resources: {}, values: createValues(classes) },
  });
  const { signal } = options;
  const cancelled = signal?.aborted ? { cancelled: { reason: sayableReason(signal.reason, wires.codec) } } : {};
  const request = { metadata, timeoutMs, concurrency, live, ...cancelled };
  return { plan, runId: checkRunId(runId, plan.name), isOwnId: options.runId === undefined, request };
}

/** Parses and records the input: the caller may change his own afterwards. @throws InputError, SerializationError (or rejects) */
export function recordedInput(plan: Plan, input: unknown, { classes }: ClientParts): unknown {
  const what = `The input of workflow "${plan.name}"`;
  const { record } = createValues(classes);
  const parsed = plan.input === null ? input : parseAtBorder(plan.input, input, what);
  return parsed instanceof Promise ? parsed.then((value) => record(value, what)) : record(parsed, what);
}

/** What a run begins with, beside its options. */
export interface Beginning {
  readonly input: unknown;
  readonly rerun: Rerun | null;
}

/**
 * Gives a run to Restate.
 *
 * @throws DefinitionError (rejects) if nobody serves its workflow
 * @throws StoreError (rejects) if its id is known already, or Restate cannot be reached
 */
export async function startRun(
  { plan, runId, isOwnId, request }: NewRun,
  { input, rerun }: Beginning,
  { parts, services }: { readonly parts: ClientParts; readonly services: ServedServices },
): Promise<BegunRun> {
  const { places, ingress, wires } = parts;
  const { service, pools } = await services.of(plan);
  if (!isOwnId && (await places.find(runId)) !== null) throw knownAlready(runId);
  const bytes = wires.start.serialize({ ...request, input, rerun, startedAt: Date.now(), pools });
  const invocation = await ingress.start({ service, runId }, new Uint8Array(bytes));
  if (invocation === null) throw knownAlready(runId);
  return { service, invocation };
}

function knownAlready(runId: string): StoreError {
  return new StoreError(
    `Restate has a run ${JSON.stringify(runId)} already: another writer was here. Start the run under a runId of its own.`,
  );
}
