import type { EventBody, ReusedOutcome, RunEvent } from "../core/events.ts";
import type { Fact } from "../core/facts.ts";
import type { RunStarted } from "../core/state.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { suggest } from "../errors/suggest.ts";
import type { Plan } from "../plan/plan.ts";
import type { Store } from "../ports/store.ts";
import type { Rerun } from "../runner/taken-over.ts";
import { type EarlierRun, earlierRun } from "./earlier-run.ts";
import { type EarlierSend, earlierSends } from "./earlier-sends.ts";
import { repeatedChanges } from "./repeated-changes.ts";
import { type RerunChoice, stepsToRunAgain } from "./rerun-choice.ts";

/** Where earlier runs and workflows are known. */
interface Known {
  readonly store: Store;
  /** The plan of a workflow of this name. */
  readonly known: (name: string) => Plan | undefined;
}

interface PreparedRerun extends Rerun {
  readonly plan: Plan;
  /** That of the earlier run. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Reads the earlier run, and says what a new one takes over from it. @throws DefinitionError (rejects) */
export async function prepareRerun(
  runId: string,
  choice: RerunChoice,
  { store, known }: Known,
): Promise<PreparedRerun> {
  const events = await eventsOfOver(runId, store);
  const started = events[0] as RunStarted; // every journal begins with it
  const plan = planOf(started, known);
  if (choice.kind === "from") checkStep(plan, choice.step);
  const run = earlierRun(started, events);
  const sends = await sendsOf({ plan, run, events }, store);
  const again = stepsToRunAgain(plan, { run, sends }, choice);
  const isReused = (path: string) => {
    const index = plan.indexByPath.get(path);
    return index !== undefined && !again.has(index);
  };
  const rerunOf = { runId, from: choice.kind === "from" ? choice.step : null };
  const { input, state, metadata } = started;
  const facts = [...reuses(plan, run, again), ...sentAgain(sends, isReused)];
  return { plan, input, state, metadata, rerunOf, facts, events: writtenAgain(plan, run, isReused) };
}

async function eventsOfOver(runId: string, store: Store): Promise<readonly RunEvent[]> {
  const shown = JSON.stringify(runId);
  const stored = await store.runs.get(String(runId));
  if (stored === null) {
    throw new DefinitionError(
      `The store has no run ${shown}, so it cannot be rerun. Its runs are listed by engine.runs.list().`,
    );
  }
  if (stored.finishedAt === null) {
    throw new DefinitionError(
      `Run ${shown} of workflow "${stored.workflow}" is not over (${stored.status}), so it cannot be rerun. Wait for its end, or cancel it.`,
    );
  }
  return store.open(runId).read(0, Infinity);
}

function planOf({ runId, workflow }: RunStarted, known: Known["known"]): Plan {
  const plan = known(workflow);
  if (plan === undefined) {
    throw new DefinitionError(
      `Run ${JSON.stringify(runId)} is one of workflow "${workflow}", which the engine does not know. Give it to the engine: createEngine({ workflows: [workflow] }), or to rerun: engine.rerun(runId, { workflow, … }).`,
    );
  }
  if (plan.name === workflow) return plan;
  throw new DefinitionError(
    `Run ${JSON.stringify(runId)} is one of workflow "${workflow}", so it cannot be rerun with workflow "${plan.name}". Give the workflow of its name.`,
  );
}

function checkStep({ name, indexByName }: Plan, step: string): void {
  if (indexByName.has(step)) return;
  throw new DefinitionError(
    `Workflow "${name}" has no step ${JSON.stringify(step)} to rerun from.${suggest(step, indexByName.keys())}`,
  );
}

/** A step that the earlier run itself had reused sent its events in the run where it ran. That may not be kept any more. */
async function sendsOf(
  { plan, run, events }: { readonly plan: Plan; readonly run: EarlierRun; readonly events: readonly RunEvent[] },
  store: Store,
): Promise<readonly EarlierSend[]> {
  const originOf = (path: string) => run.steps.get(path)?.from?.runId ?? run.started.runId;
  const origins = new Set([run.started.runId, ...[...run.steps.keys()].map(originOf)]);
  const sends: EarlierSend[] = [];
  for (const origin of origins) {
    const journal = origin === run.started.runId ? events : await store.open(origin).read(0, Infinity);
    for (const send of earlierSends(plan, journal)) if (originOf(send.from) === origin) sends.push(send);
  }
  return sends;
}

/**
 * What is decided by others comes before them, so that it is reused and not decided anew: races before their members,
 * what was skipped before the steps that it was skipped with. All others follow in the order written.
 */
function reuses(plan: Plan, { steps }: EarlierRun, again: ReadonlySet<number>): readonly Fact[] {
  const first: Fact[] = [];
  const last: Fact[] = [];
  plan.steps.forEach(({ form }, index) => {
    const path = plan.paths[index]!;
    const step = steps.get(path);
    if (again.has(index) || step?.outcome == null || step.from === null) return;
    const { outcome, from, params, reads } = step;
    const isDecidedByOthers = form.kind === "race" || isSkippedWith(outcome);
    (isDecidedByOthers ? first : last).push({ type: "reuse", path, from, params, reads, outcome });
  });
  return [...first.reverse(), ...last];
}

function isSkippedWith(outcome: ReusedOutcome): boolean {
  return outcome.kind === "skipped" && outcome.because.kind === "skipWith";
}

/** The variables of reused steps, which others read, and their changes of the run's state. */
function writtenAgain(plan: Plan, run: EarlierRun, isReused: (path: string) => boolean): readonly EventBody[] {
  const variables = plan.paths
    .filter(isReused)
    .flatMap((path) =>
      [...run.steps.get(path)!.vars].map(([name, value]) => ({ type: "variable-set" as const, path, name, value })),
    );
  return [...variables, ...repeatedChanges(run, isReused)];
}

/** What reused steps sent and steps that run again had, or nobody had. */
function sentAgain(sends: readonly EarlierSend[], isReused: (path: string) => boolean): readonly Fact[] {
  return sends
    .filter(({ from, heard, takenBy }) => isReused(from) && isLeft(takenBy === null ? heard : [takenBy], isReused))
    .map(({ sent: { path, event, data, from, to } }) => ({ type: "sent", path, event, data, from, to }));
}

function isLeft(takers: readonly string[], isReused: (path: string) => boolean): boolean {
  return takers.length === 0 || !takers.every(isReused);
}
