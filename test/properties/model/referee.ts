import type { ScriptedCalls } from "../../support/scripted-calls.ts";
import type { Moment } from "../../support/scripted-host.ts";
import { printMoment } from "../cases/print-timeline.ts";
import type { WorkflowCase } from "../cases/workflow-case.ts";
import { checkAtRest } from "./at-rest.ts";
import { Disagreement } from "./disagreement.ts";
import { RunReferee } from "./run-referee.ts";

/** What happened, and what only the host knows of it. */
export interface Story {
  readonly timeline: readonly Moment[];
  readonly calls: ScriptedCalls;
}

/**
 * Goes through a story with a model of each run.
 *
 * @throws Disagreement at the first moment at which model and engine differ
 */
export function referee(workflows: ReadonlyMap<string, WorkflowCase>, story: Story): readonly RunReferee[] {
  const { timeline, calls } = story;
  const runs = [...workflows].map(([runId, workflow]) => new RunReferee(runId, workflow, calls));
  timeline.forEach((moment, position) => {
    try {
      if (moment.kind === "event") runs.find((run) => run.runId === moment.runId)?.take(moment.event, position);
      else if (moment.kind === "quiet") {
        for (const run of runs) {
          checkAtRest(run, moment.time, position, calls);
          run.rest();
        }
      }
    } catch (thrown) {
      if (!(thrown instanceof Disagreement)) throw thrown;
      throw new Disagreement(`At ${printMoment(moment)}: ${thrown.message}.`);
    }
  });
  return runs;
}
