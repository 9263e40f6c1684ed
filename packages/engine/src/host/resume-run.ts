import { checkConcurrency, checkKeys } from "../borders/check-options.ts";
import { differencesOf } from "../changes/differences.ts";
import { progressOf } from "../changes/progress.ts";
import { createCore } from "../core/core.ts";
import type { RunEvent } from "../core/events.ts";
import type { CoreState } from "../core/state.ts";
import { Phase } from "../core/state.ts";
import { changedDefinition, ResumeMismatchError } from "../errors/resume-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import { decodeEvents } from "../journal/encode-events.ts";
import { codecOf } from "../journal/snapshot-codec.ts";
import { outlineOf } from "../plan/outline-of.ts";
import type { Plan } from "../plan/plan.ts";
import type { Lease } from "../ports/leases.ts";
import { checkResumed } from "../resources/check-resumed.ts";
import { mergeLevels } from "../resources/merge-levels.ts";
import type { RunSnapshot } from "../runner/handle.ts";
import { RunExecution } from "../runner/run-execution.ts";
import type { RunnerPorts } from "../runner/run-ports.ts";
import type { EngineParts } from "../runner/run-settings.ts";
import { checkSchedule, type Schedule } from "../schedule/schedule.ts";
import type { ResumeOptions } from "./engine.ts";
import type { Ownership } from "./ownership.ts";

/** The engine that a run is to go on in. */
export interface ResumingEngine {
  readonly ports: RunnerPorts;
  readonly parts: EngineParts;
  /** The plan of a workflow of this name. */
  readonly known: (name: string) => Plan | undefined;
  /** That of runs which do not say. */
  readonly schedule: Schedule;
}

type RunStarted = Extract<RunEvent, { type: "run-started" }>;

/** @throws DefinitionError for unknown options and values that make no sense */
export function checkResumeOptions(options: ResumeOptions): void {
  const place = "engine.resume";
  checkKeys(options, ["workflow", "resources", "signal", "concurrency", "schedule"], place);
  if (options.concurrency !== undefined) checkConcurrency(options.concurrency, place);
  if (options.schedule !== undefined) checkSchedule(options.schedule, place);
}

/** A run that is to go on, and its events so far. */
export interface Resumption {
  readonly execution: RunExecution;
  readonly events: readonly RunEvent[];
}

/** A run of which a snapshot was taken. @throws ResumeMismatchError, MissingResourceError, StoreError */
export function resumptionOfSnapshot(
  snapshot: RunSnapshot,
  options: ResumeOptions,
  engine: ResumingEngine,
): Resumption {
  if (snapshot?.format !== "stepspan-run" || snapshot.version !== 1) {
    throw new ResumeMismatchError(
      `engine.resume got ${describeThrown(snapshot)}, which is no snapshot of a run that this release reads. Give what handle.snapshot() gave.`,
    );
  }
  const events = decodeEvents(snapshot.events, codecOf(engine.ports.classes));
  return resumptionOf({ runId: snapshot.runId, events, lease: null }, options, engine);
}

/** A run, as far as it has come. */
interface RunSoFar {
  readonly runId: string;
  readonly events: readonly RunEvent[];
  /** Null if it is still to be taken. */
  readonly lease: Lease | null;
}

/** @throws ResumeMismatchError, MissingResourceError */
export function resumptionOf(
  { runId: given, events, lease }: RunSoFar,
  options: ResumeOptions,
  { ports, parts, known, schedule: usual }: ResumingEngine,
): Resumption {
  const started = startOf(given, events);
  const plan = planOf(started, known);
  checkDefinition(plan, started, events);
  checkFit(plan, started, events);
  const { runId, workflow, metadata, timeoutMs, gracePeriodMs, live } = started;
  const resources = mergeLevels(
    { engine: ports.resources, workflow: plan.resources, run: options.resources ?? {} },
    plan.name,
  );
  checkResumed(started.resources, resources, { runId, workflow });
  const { concurrency = null, schedule = usual } = options;
  const settings = { runId, lease, metadata, timeoutMs, gracePeriodMs, concurrency, schedule, live, resources };
  return { execution: new RunExecution(plan, ports, settings, parts), events };
}

/** Goes on from a snapshot: the run is this engine's from now on. What goes wrong is its end. */
export async function continueSnapshot({ execution, events }: Resumption, ownership: Ownership): Promise<void> {
  const { runId } = execution.settings;
  try {
    const stored = (await execution.host.ports.store.runs.get(runId))?.events ?? 0;
    if (stored > events.length) throw furtherOn(execution, stored, events.length);
    const taken = await ownership.inTurn(async () => (execution.isOver ? null : ownership.adopt(runId)));
    if (execution.isOver) return; // the engine was closed meanwhile
    execution.own(taken?.lease ?? ownership.first);
    execution.fold(events);
    await continueRun(execution, { stored, isCrash: false });
  } catch (error) {
    execution.fail(error);
  }
}

/**
 * Opens the resources of a run whose events were folded, and of its child runs that are open, and goes on. What goes
 * wrong is its end.
 *
 * @param place how many of its events the journal has, and whether the process before it ended without giving it back
 */
export async function continueRun(
  execution: RunExecution,
  { stored, isCrash }: { readonly stored: number; readonly isCrash: boolean },
): Promise<void> {
  try {
    const { root, resources } = execution.host;
    const { runId, metadata } = execution.settings;
    const facts = { runId, workflow: execution.plan.name, parentRunId: null, metadata, input: root.run?.input };
    execution.awaitResources();
    await resources.open("", execution.settings.resources, facts);
    for (const child of openChildren(root)) {
      await resources.openAgain(child.parent.state, child.parent.index, child.run?.input);
    }
    const scheduled = execution.host.schedule?.open();
    if (scheduled instanceof Promise) await scheduled;
    if (execution.isOver) await resources.closeAll();
    else execution.goOn(stored, isCrash);
  } catch (error) {
    execution.fail(error);
  }
}

function startOf(runId: string, events: readonly RunEvent[]): RunStarted {
  const first = events[0];
  const last = events.at(-1);
  if (first?.type !== "run-started" || first.runId !== runId) {
    throw new ResumeMismatchError(
      `The snapshot of run ${JSON.stringify(runId)} does not begin with the start of that run. Give what handle.snapshot() gave, unchanged.`,
    );
  }
  if (last?.type === "run-finished") {
    throw new ResumeMismatchError(
      `Run ${JSON.stringify(runId)} of workflow "${first.workflow}" is over (${last.status}), so it cannot be resumed. Start another run.`,
    );
  }
  return first;
}

function planOf({ runId, workflow, version }: RunStarted, known: ResumingEngine["known"]): Plan {
  const plan = known(workflow);
  if (plan === undefined) {
    throw new ResumeMismatchError(
      `Run ${JSON.stringify(runId)} is one of workflow "${workflow}", which the engine does not know. Give it to the engine: createEngine({ workflows: [workflow] }), or to resume: engine.resume(snapshot, { workflow }).`,
    );
  }
  if (plan.name !== workflow || plan.version !== version) {
    const shown = (name: string, of: string | null) =>
      `"${name}" ${of === null ? "without a version" : `version "${of}"`}`;
    const [before, after] = [shown(workflow, version), shown(plan.name, plan.version)];
    throw new ResumeMismatchError(
      `Run ${JSON.stringify(runId)} was started with workflow ${before}, and would be resumed with ${after}. Resume it with the workflow with which it was started.`,
      [{ step: null, kind: "identity", message: `The workflow was ${before} and is ${after} now.` }],
    );
  }
  return plan;
}

/** What had begun has to be as it was, by the definition that held last; for all else the present one holds. */
function checkDefinition(plan: Plan, started: RunStarted, events: readonly RunEvent[]): void {
  const { runId } = started;
  const { outline } = events.findLast((event) => event.type === "definition-changed") ?? started;
  const present = outlineOf(plan);
  if (outline.root === present.root) return;
  const differences = differencesOf(outline, present, progressOf(events));
  if (differences.length > 0) throw changedDefinition(runId, plan.name, differences);
}

/** The last safety net: events of another definition name steps that are not there. */
function checkFit(plan: Plan, { runId }: RunStarted, events: readonly RunEvent[]): void {
  const core = createCore(plan);
  for (const event of events) {
    try {
      core.apply(event);
    } catch (thrown) {
      const problem = describeThrown(thrown).replace(/^Error: Bug: /, "");
      throw new ResumeMismatchError(
        `Run ${JSON.stringify(runId)} does not fit workflow "${plan.name}" at event ${event.sequence}, ${event.type}: ${problem} Resume it with the workflow with which it was started.`,
      );
    }
  }
}

function furtherOn({ settings }: RunExecution, stored: number, known: number): ResumeMismatchError {
  return new ResumeMismatchError(
    `The store has ${stored} events of run ${JSON.stringify(settings.runId)}, and the snapshot only ${known}: the run went on after the snapshot was taken. Take another snapshot, or resume in an engine with a store of its own.`,
  );
}

function openChildren(root: CoreState): (CoreState & { readonly parent: NonNullable<CoreState["parent"]> })[] {
  return [...root.tree.byPrefix.values()].filter(
    (state): state is CoreState & { readonly parent: NonNullable<CoreState["parent"]> } =>
      state.parent !== null && state.parent.state.phases[state.parent.index] === Phase.expanded,
  );
}
