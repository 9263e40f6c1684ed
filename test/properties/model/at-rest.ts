import type { ScriptedCalls } from "../../support/scripted-calls.ts";
import { gracePeriodMs, type Limits } from "../cases/workflow-case.ts";
import { Disagreement } from "./disagreement.ts";
import type { ModelStep } from "./model-step.ts";
import type { RunReferee } from "./run-referee.ts";

/**
 * What must hold whenever nothing happens any more until somebody outside acts: all that could be done was done.
 *
 * @throws Disagreement
 */
export function checkAtRest(run: RunReferee, time: number, position: number, calls: ScriptedCalls): void {
  const { model } = run;
  for (const [name, step] of model.steps) {
    if (step.phase === "settled" && !run.isClaimed(name)) throw new Disagreement(`nobody wrote that ${name} settled`);
    if (step.phase === "waiting") checkWaiting(run, name, step);
    if (step.phase === "open") checkOpen(name, step, time);
    const call = calls.of(run.runId, name, step.attempts);
    if (step.phase === "open" && call === undefined) throw new Disagreement(`${name} was started, but not called`);
    if (step.phase === "open" && (call?.settled?.at ?? Infinity) < position)
      throw new Disagreement(`${name} has ${call?.settled?.how}, but its attempt is still open`);
  }
  if (model.isOver !== run.isFinished) throw new Disagreement("all steps have settled, but the run goes on");
}

function checkWaiting({ model }: RunReferee, name: string, step: ModelStep): void {
  const hasSettled = (other: string) => model.step(other).verdict !== null;
  if (![...step.upFront].every(hasSettled)) return;
  if ([...step.waitsFor].every(hasSettled)) throw new Disagreement(`${name} waits for nothing`);
}

function checkOpen(name: string, { definition, openedAt, aborted }: ModelStep, time: number): void {
  if (definition.timeoutMs !== null && time >= openedAt + definition.timeoutMs)
    throw new Disagreement(`${name} has run out of time, but its attempt is still open`);
  if (aborted !== null && time >= aborted.at + gracePeriodMs)
    throw new Disagreement(`${name} was aborted at ${aborted.at} ms, but its attempt is still open`);
}

/**
 * No slot is idle while a step could take it.
 *
 * @throws Disagreement
 */
export function checkIdleSlots(runs: readonly RunReferee[], limits: Limits, time: number): void {
  const stepsOf = (run: RunReferee) => [...run.model.steps.values()];
  const open = runs.flatMap(stepsOf).filter((step) => step.phase === "open");
  if (open.length >= limits.concurrency) return;
  for (const run of runs) {
    const openInRun = stepsOf(run).filter((step) => step.phase === "open").length;
    if (openInRun >= (limits.runConcurrency ?? Infinity)) continue;
    for (const step of stepsOf(run)) {
      if (step.phase !== "queued" && !(step.phase === "backoff" && time >= step.retryAt)) continue;
      const { queue, name } = step.definition;
      const openInQueue = open.filter((other) => other.definition.queue === queue).length;
      if (queue !== null && openInQueue >= limits.queues[queue]!) continue;
      throw new Disagreement(`${run.runId}: ${name} is ready and there is a slot, but it does not start`);
    }
  }
}
