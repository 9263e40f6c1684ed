import { isDeepStrictEqual } from "node:util";
import type { Run, RunEvent } from "@stepspan/engine";
import type { Moment } from "../support/scripted-host.ts";
import { brokenInvariants } from "./invariants/broken-invariants.ts";
import { brokenConcurrency } from "./invariants/check-concurrency.ts";
import { unheardCancel } from "./invariants/unheard-cancel.ts";
import { compareWithRun } from "./model/compare-with-run.ts";
import { referee } from "./model/referee.ts";
import type { RunReferee } from "./model/run-referee.ts";
import type { PlayedStory } from "./play-story.ts";
import { brokenPath } from "./waiting/broken-path.ts";
import { brokenWaits } from "./waiting/broken-waits.ts";

/**
 * All that must hold of any story: the invariants of its event lists, what the model says, that the journals add up to
 * the same runs, and that nothing is left over.
 *
 * @throws Error that says what does not hold
 */
export async function checkStory(played: PlayedStory): Promise<void> {
  const { host, workflows, story, ends } = played;
  const { timeline, calls } = host;
  for (const [runId, workflow] of workflows) {
    const [broken] = brokenInvariants({ workflow, events: eventsOfRun(timeline, runId) });
    if (broken !== undefined) throw new Error(`${runId}: ${broken}`);
  }
  for (const runId of story.storeDelay > 0 ? [] : workflows.keys()) {
    const unheard = unheardCancel(timeline, runId);
    if (unheard !== null) throw new Error(unheard);
  }
  const [untimely] = played.untimely;
  if (untimely !== undefined) throw new Error(untimely);
  const broken = brokenConcurrency(timeline, workflows, story);
  if (broken !== null) throw new Error(broken);
  for (const [runId, { run }] of ends) {
    const misread = misreadIn(run, eventsOfRun(timeline, runId));
    if (misread !== null) throw new Error(`${runId}: ${misread}`);
  }
  for (const run of referee(workflows, { timeline, calls })) {
    compareWithRun(run.model, ends.get(run.runId)!.run); // every run has its end
    await compareWithPrefixes(played, run);
  }
  await compareWithJournals(played);
  await expectNothingLeft(played);
}

/** What the run says wrongly of its waiting; null if nothing. */
function misreadIn(run: Run, events: readonly RunEvent[]): string | null {
  return brokenWaits(run, events) ?? brokenPath(run, events);
}

/** The events of one run, in order. */
export function eventsOfRun(timeline: readonly Moment[], runId: string): readonly RunEvent[] {
  return timeline.flatMap((moment) => (moment.kind === "event" && moment.runId === runId ? [moment.event] : []));
}

/** The journal shows every step as it was, at each moment at which everything was at rest. */
async function compareWithPrefixes({ engine, store, host }: PlayedStory, { runId, rests }: RunReferee): Promise<void> {
  const eventsSoFar = eventsOfRun(host.timeline, runId);
  for (const { events, statuses } of rests) {
    store.visible = events;
    const run = await engine.runs.get(runId);
    const misread = run === undefined ? null : misreadIn(run, eventsSoFar.slice(0, events));
    if (misread !== null) throw new Error(`after ${events} events of ${runId}: ${misread}`);
    for (const [name, status] of statuses) {
      const shown = run?.span(name).status;
      if (shown !== status)
        throw new Error(`after ${events} events the journal of ${runId} shows ${name} ${shown}, the model ${status}`);
    }
  }
  store.visible = Infinity;
}

async function compareWithJournals({ engine, ends }: PlayedStory): Promise<void> {
  for (const [runId, { run }] of ends) {
    const folded = await engine.runs.get(runId);
    if (folded === undefined) throw new Error(`the store does not know ${runId}`);
    if (!isDeepStrictEqual(fieldsOf(folded), fieldsOf(run)))
      throw new Error(`the journal of ${runId} gives another run`);
  }
}

/** Everything that a run shows, as plain data. */
function fieldsOf(run: Run): unknown {
  const { runId, workflow, status, input, output, errors, startedAt, finishedAt, duration, usage, metadata } = run;
  const { rootSpan } = run;
  const spans = [rootSpan, ...run.spans].map((span) => {
    const { name, path, id, parentId, attempts, dependencies, queuedAt, skipped, cancelled, error } = span;
    const { vars, logs, startedAt, finishedAt, duration, waited, status, input, output } = span;
    const times = { queuedAt, startedAt, finishedAt, duration, waited };
    return {
      name,
      path,
      id,
      parentId,
      attempts,
      dependencies,
      skipped,
      cancelled,
      error,
      vars,
      logs,
      times,
      status,
      input,
      output,
    };
  });
  const { criticalPath } = run;
  const times = { startedAt, finishedAt, duration, criticalPath };
  return { runId, workflow, status, input, output, errors, ...times, usage, metadata, spans };
}

/** No timer, and no event that a late result makes. */
async function expectNothingLeft({ host, engine }: PlayedStory): Promise<void> {
  const { nextTimer } = host.clock;
  if (nextTimer !== null) throw new Error(`a timer is left that rings at ${nextTimer} ms`);
  const countOf = () => host.timeline.filter((moment) => moment.kind === "event").length;
  const count = countOf();
  await host.settleLateCalls();
  if (countOf() !== count) throw new Error("a call that settled after the end of its run made an event");
  await engine.close();
}
