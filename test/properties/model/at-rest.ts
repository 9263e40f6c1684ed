import type { Call, ScriptedCalls } from "../../support/scripted-calls.ts";
import { gracePeriodMs } from "../cases/workflow-case.ts";
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
    if (step.phase === "backoff" && time >= step.retryAt) throw new Disagreement(`the retry of ${name} is due`);
    const call = calls.of(run.runId, name, step.attempts);
    if (step.phase === "open" && call === undefined) throw new Disagreement(`${name} was started, but not called`);
    if (step.phase === "open" && (call?.settled?.at ?? Infinity) < position)
      throw new Disagreement(`${name} has ${call?.settled?.how}, but its attempt is still open`);
    if (step.aborted !== null && step.phase === "open" && call !== undefined && wouldReact(call))
      throw new Disagreement(`nobody told ${name} to stop`);
  }
  if (model.isOver !== run.isFinished) throw new Disagreement("all steps have settled, but the run goes on");
}

/** Whether a call that has not settled would have, had its signal been aborted. */
function wouldReact({ plan, settled }: Call): boolean {
  return settled === null && plan.result !== "never" && plan.pace === "by hand" && plan.onAbort !== "ignore";
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
