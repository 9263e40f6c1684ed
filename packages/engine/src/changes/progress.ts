import type { RunEvent } from "../core/events.ts";
import { pathOf } from "../plan/path.ts";

/** How far a run is. Paths are those of definitions: the items of a step all count as the step. */
export interface Progress {
  /** Whether the run has an event of the step. */
  hasBegun(step: string): boolean;
  /** Whether a child run of the step has begun. */
  hasChild(step: string): boolean;
  /** Whether something that has begun waits for the step, because its lambda read it. */
  isAwaited(step: string): boolean;
  /** Whether an event of this name, in quotes, was sent to the steps. */
  wasSent(event: string): boolean;
  /** Whether in the run of this step (empty: the run itself), or one of them, all of so many steps have settled. */
  isEnding(step: string, steps: number): boolean;
}

/** Linear in the events (I9). */
export function progressOf(events: readonly RunEvent[]): Progress {
  const begun = new Set<string>();
  const awaited = new Set<string>();
  const sent = new Set<string>();
  const children = new Set<string>();
  const settled = new Set<string>();
  for (const event of events) {
    switch (event.type) {
      case "event-sent":
        if (event.to === null) sent.add(JSON.stringify(event.event));
        continue;
      case "evaluation-suspended":
        for (const { on } of event.suspensions) for (const name of on) awaited.add(besides(event.path, name));
        break;
      case "child-started":
        children.add(event.path);
        break;
      case "step-succeeded":
      case "step-failed":
      case "step-skipped":
      case "step-cancelled":
      case "step-reused":
        settled.add(event.path);
        break;
      case "step-reopened":
        settled.delete(event.path);
        break;
      case "cancel-requested":
      case "grace-expired":
      case "run-stalled":
        continue; // they are those of a run
    }
    if ("path" in event) begun.add(event.path);
  }
  const counts = settledCounts(settled);
  const ofDefinition = (paths: ReadonlySet<string>) => new Set([...paths].map(definitionPath));
  const [begunSteps, parents, endedSteps] = [ofDefinition(begun), ofDefinition(children), ofDefinition(ended())];
  return {
    hasBegun: (step) => begunSteps.has(step),
    hasChild: (step) => parents.has(step),
    isAwaited: (step) => awaited.has(step),
    wasSent: (event) => sent.has(event),
    isEnding: (step, steps) => endedSteps.has(step) || (counts.get(step) ?? 0) >= steps,
  };

  /** The steps whose child runs are over. */
  function ended(): ReadonlySet<string> {
    return new Set([...children].filter((path) => settled.has(path)));
  }
}

/** For each step with child runs how many steps have settled in the one that is furthest. */
function settledCounts(settled: ReadonlySet<string>): ReadonlyMap<string, number> {
  const byRun = new Map<string, number>();
  for (const path of settled) {
    if (isItem(path)) continue;
    const run = runOf(path);
    byRun.set(run, (byRun.get(run) ?? 0) + 1);
  }
  const most = new Map<string, number>();
  for (const [run, count] of byRun) {
    const step = definitionPath(run);
    most.set(step, Math.max(count, most.get(step) ?? 0));
  }
  return most;
}

/** Names have no such characters in paths. */
function definitionPath(path: string): string {
  return path.replace(/\[\d+\]|#\d+/g, "");
}

function isItem(path: string): boolean {
  return /(?:\]|#\d+)$/.test(path);
}

/** The path of the step whose child run this step is in; empty for the run itself. */
function runOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function besides(path: string, name: string): string {
  const run = definitionPath(runOf(path));
  return run === "" ? pathOf(name) : `${run}/${pathOf(name)}`;
}
