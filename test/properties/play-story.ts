import { createEngine, type Engine, type EngineOptions, type RunHandle } from "@stepspan/engine";
import { journalObserver } from "../support/journaled.ts";
import { createPrefixStore, type PrefixStore } from "../support/prefix-store.ts";
import { type End, ScriptedHost, type ScriptedRun } from "../support/scripted-host.ts";
import { printCase } from "./cases/print-case.ts";
import { printTimeline } from "./cases/print-timeline.ts";
import type { RunCase, StoryCase } from "./cases/run-arbitrary.ts";
import { gracePeriodMs, type Limits, type WorkflowCase } from "./cases/workflow-case.ts";
import { workflowOfCase } from "./cases/workflow-of.ts";

/** A story that was played to its end; maps are by run id. */
export interface PlayedStory {
  readonly host: ScriptedHost;
  readonly engine: Engine;
  readonly store: PrefixStore;
  /** Events that were told before they were stored, in words. */
  readonly untimely: readonly string[];
  readonly story: StoryCase;
  readonly workflows: ReadonlyMap<string, WorkflowCase>;
  readonly ends: ReadonlyMap<string, End>;
}

/**
 * Plays a story and hands it to a check. The engine is closed afterwards.
 *
 * @throws Error that tells what went wrong together with the workflows and all events
 */
export async function playStory<Result>(
  story: StoryCase,
  check: (played: PlayedStory) => Promise<Result> | Result,
  engineWith: (options: EngineOptions) => Engine = createEngine,
): Promise<Result> {
  const host = new ScriptedHost();
  const store = createPrefixStore(story.storeDelay);
  const untimely: string[] = [];
  const watcher = journalObserver(({ sequence }, { runId }) => {
    if (sequence > store.countOf(runId)) untimely.push(`event ${sequence} of ${runId} was told before it was stored`);
  });
  const engine = engineWith({ ...engineOptions(host, story), store, observers: [host.observer, watcher] });
  const runs = story.runs.map((run, index) => scriptedRun(run, `run${index + 1}`, { host, limits: story.limits }));
  const workflows = new Map(runs.map(({ runId }, index) => [runId, story.runs[index]!.workflow]));
  try {
    const ends = await host.play(engine, runs, story);
    const result = await check({
      host,
      engine,
      store,
      untimely,
      story,
      workflows,
      ends: new Map(runs.map(({ runId }, index) => [runId, ends[index]!])),
    });
    await engine.close();
    return result;
  } catch (thrown) {
    const cases = [...workflows].map(([runId, workflow]) => `${runId}: ${printCase(workflow)}`);
    const { message } = thrown as Error; // checks and engines throw errors
    const parts = [
      message,
      "",
      `${story.schedule} ${JSON.stringify(story.limits)}`,
      ...cases,
      "",
      printTimeline(host.timeline),
    ];
    throw new Error(parts.join("\n"), { cause: thrown });
  }
}

function scriptedRun(
  { workflow, cancels, bySignal }: RunCase,
  runId: string,
  { host, limits }: { readonly host: ScriptedHost; readonly limits: Limits },
): ScriptedRun {
  const runnable = workflowOfCase(workflow, host.calls, `workflow of ${runId}`);
  const caller = new AbortController();
  const { runConcurrency } = limits;
  const options = {
    runId,
    ...(runConcurrency === null ? {} : { concurrency: runConcurrency }),
    ...(bySignal ? { signal: caller.signal } : {}),
  };
  return {
    runId,
    cancels,
    start: (engine) => {
      const handle = engine.start(runnable, undefined, options);
      return bySignal ? cancelledBySignalFirst(handle, caller) : handle;
    },
  };
}

/** The first cancel aborts the caller's signal; those after it are the handle's. */
function cancelledBySignalFirst(handle: RunHandle, caller: AbortController): RunHandle {
  const cancel = (reason: unknown) => (caller.signal.aborted ? handle.cancel(reason) : caller.abort(reason));
  return { ...handle, cancel };
}

function engineOptions(host: ScriptedHost, { limits: { concurrency, queues }, schedule }: StoryCase): EngineOptions {
  return {
    clock: host.clock,
    gracePeriod: gracePeriodMs,
    concurrency,
    schedule,
    queues: Object.fromEntries(
      Object.entries(queues).map(([name, queue]) => [
        name,
        { concurrency: queue.concurrency, ...(queue.rate === null ? {} : { rate: queue.rate }) },
      ]),
    ),
  };
}
