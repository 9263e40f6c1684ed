import { crashesAfter } from "../core/pausing.ts";
import { isInstance } from "../errors/is-instance.ts";
import { RunParkedError } from "../errors/parting-errors.ts";
import { ResumeMismatchError } from "../errors/resume-errors.ts";
import type { TakenRun } from "../ports/leases.ts";
import type { RunHandle } from "../runner/handle.ts";
import type { RunnerPorts } from "../runner/run-ports.ts";
import type { Recovery, RefusedRun } from "./engine.ts";
import type { EngineSettings } from "./engine-settings.ts";
import type { Ownership } from "./ownership.ts";
import { parkRun } from "./park-run.ts";
import type { Resumption } from "./resume-run.ts";
import { isSuspect } from "./suspects.ts";

/** What recovering needs of its engine. */
export interface RecoveringEngine {
  readonly ports: RunnerPorts;
  readonly settings: EngineSettings;
  readonly ownership: Ownership;
  /** The names of the workflows that it knows. */
  readonly workflows: () => readonly string[];
  /** The runs that go on in it. */
  readonly openRunIds: () => readonly string[];
  /** Reads a run that was taken, and folds its events. @throws ResumeMismatchError, MissingResourceError, StoreError (rejects) */
  readonly read: (taken: TakenRun) => Promise<Resumption>;
  readonly goOn: (resumption: Resumption, how: { readonly isCrash: boolean; readonly isSuspect: boolean }) => RunHandle;
  /** A run was taken which may still be open here, though the engine has lost it since. */
  readonly supersede: (runId: string) => void;
}

/** Runs are taken in portions, so that several engines share them. */
const portion = 100;

/** @param dueBefore runs that only wait until later, or for events, are left; undefined: none is */
export function recoverRuns(engine: RecoveringEngine, dueBefore?: number): Promise<Recovery> {
  return engine.ownership.inTurn(() => recoverInTurn(engine, dueBefore));
}

async function recoverInTurn(engine: RecoveringEngine, dueBefore: number | undefined): Promise<Recovery> {
  await engine.ownership.settleDoubt();
  const handles: RunHandle[] = [];
  const refused: RefusedRun[] = [];
  const wanted = { workflows: engine.workflows(), limit: portion, ...(dueBefore !== undefined && { dueBefore }) };
  try {
    for (let isMore = true; isMore; ) {
      const taken = await engine.ownership.take(wanted);
      for (const run of taken) {
        const { runId, workflow } = run;
        try {
          handles.push(await recoverRun(engine, run));
        } catch (thrown) {
          refused.push({ runId, workflow, error: thrown instanceof Error ? thrown : new Error(String(thrown)) });
        }
      }
      isMore = taken.length === portion;
    }
  } finally {
    for (const { runId } of refused) await engine.ownership.giveBack(runId); // not before: they would be taken again
  }
  return { handles, refused };
}

async function recoverRun(engine: RecoveringEngine, taken: TakenRun): Promise<RunHandle> {
  const { runId, workflow, isOrphan } = taken;
  engine.supersede(runId);
  const resumption = await readOrPark(engine, taken);
  const count = crashesAfter(resumption.execution.host.root, isOrphan);
  const { maxRecoveries } = engine.settings;
  if (count < maxRecoveries) {
    return engine.goOn(resumption, { isCrash: isOrphan, isSuspect: isSuspect(count, maxRecoveries) });
  }
  await parkRun(taken, { kind: "crashes", count }, engine.ports);
  throw new RunParkedError(runId, workflow, count);
}

async function readOrPark({ read, settings, ports }: RecoveringEngine, taken: TakenRun): Promise<Resumption> {
  try {
    return await read(taken);
  } catch (thrown) {
    if (settings.onMismatch === "park" && isInstance(thrown, ResumeMismatchError)) {
      await parkRun(taken, { kind: "mismatch", message: thrown.message }, ports);
    }
    throw thrown;
  }
}
