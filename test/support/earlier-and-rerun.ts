import type { Engine, EngineOptions, RerunOptions, Run, Runnable } from "@stepspan/engine";
import { createReplayingEngine } from "@stepspan/engine/testing";
import { ended } from "./trial.ts";

/** Bodies that count their calls. */
export interface CalledBodies {
  /** The names of those that were called, in order. */
  readonly calls: string[];
  /** A body that gives this, or does this. */
  readonly body: <Output>(name: string, output: Output | (() => Output)) => () => Output;
}

export function calledBodies(): CalledBodies {
  const calls: string[] = [];
  return {
    calls,
    body: (name, output) => () => {
      calls.push(name);
      return typeof output === "function" ? (output as () => never)() : output; // outputs of these tests are no functions
    },
  };
}

/** Runs a workflow to its end, and again from what the options say, on an engine that replays. `calls` are those of the rerun. */
export async function rerunOf(
  workflow: Runnable,
  options: RerunOptions,
  { calls, ...engineOptions }: { readonly calls: string[] } & EngineOptions,
): Promise<{ readonly first: Run; readonly second: Run; readonly engine: Engine }> {
  const engine = createReplayingEngine(engineOptions);
  const first = await ended(engine.start(workflow, undefined, { runId: "first" }).result);
  calls.length = 0;
  const second = await ended((await engine.rerun("first", { runId: "second", ...options })).result);
  return { first, second, engine };
}

/** The names of the steps that did not run themselves. */
export function reusedSteps({ spans }: Run): readonly string[] {
  return spans.filter(({ reusedFrom }) => reusedFrom !== null).map(({ name }) => name);
}
