import { isDeepStrictEqual } from "node:util";
import type { RunEvent } from "@stepspan/engine";
import type { ScriptedCalls } from "../../support/scripted-calls.ts";
import { parameterName, type WorkflowCase } from "../cases/workflow-case.ts";
import { FatalError } from "../cases/workflow-of.ts";
import { claimOf } from "./claim.ts";
import { Disagreement } from "./disagreement.ts";
import { type Ending, RunModel } from "./run-model.ts";
import type { Conclusion } from "./settling-rules.ts";
import { noteSuspension } from "./suspension.ts";
import { describeVerdict } from "./verdict.ts";

/** Tells the model of one run what happened, and compares what it says with what the engine wrote. */
export class RunReferee {
  readonly runId: string;
  readonly model: RunModel;
  readonly #calls: ScriptedCalls;
  readonly #claimed = new Set<string>();
  #isFinished = false;

  constructor(runId: string, workflow: WorkflowCase, calls: ScriptedCalls) {
    this.runId = runId;
    this.model = new RunModel(workflow);
    this.#calls = calls;
  }

  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** Whether the engine wrote down how a step settled. */
  isClaimed(step: string): boolean {
    return this.#claimed.has(step);
  }

  /**
   * @param position of the event in the host's timeline
   * @throws Disagreement
   */
  take(event: RunEvent, position: number): void {
    this.model.now = event.time;
    this.#tell(event, position);
    const claim = claimOf(event);
    if (claim === null) return;
    const { step } = claim;
    const expected = describeVerdict(this.model.step(step).verdict);
    const claimed = describeVerdict(claim.verdict);
    if (claimed !== expected) throw new Disagreement(`${step}: the engine says ${claimed}, the model ${expected}`);
    if (this.#claimed.has(step)) throw new Disagreement(`${step} settles twice`);
    this.#claimed.add(step);
  }

  #tell(event: RunEvent, position: number): void {
    const { model } = this;
    switch (event.type) {
      case "evaluation-suspended":
        return noteSuspension(model, event.path, event.suspensions);
      case "step-queued":
        return compareQueued(event, model.conclude(event.path));
      case "step-skipped":
        if (model.step(event.path).verdict === null) compareReads(event, model.conclude(event.path));
        return;
      case "attempt-started":
        return model.start(event.path, event.attempt);
      case "attempt-failed":
        return this.#end(event.path, position, event.retryAt);
      case "step-failed":
        if (event.attempt === 0) model.conclude(event.path);
        else this.#end(event.path, position, null);
        return;
      case "step-succeeded":
        return this.#end(event.path, position, null);
      case "step-cancelled":
        if (model.step(event.path).phase === "open") this.#end(event.path, position, null);
        return;
      case "cancel-requested":
        return model.cancel({ kind: event.because.kind as "cancel" | "timeout" }); // the only ones to be requested
      case "run-finished":
        this.#isFinished = true;
        return this.#finish(event.status);
      default:
        return;
    }
  }

  #end(step: string, position: number, retryAt: number | null): void {
    const call = this.#calls.of(this.runId, step, this.model.step(step).attempts);
    this.model.end(step, endingOf(call, position), retryAt);
    if (retryAt !== null && this.model.step(step).phase !== "backoff")
      throw new Disagreement(`${step} is to be tried again, but ${describeVerdict(this.model.step(step).verdict)}`);
  }

  #finish(status: string): void {
    if (!this.model.isOver) throw new Disagreement("the run finishes before all steps have settled");
    if (status !== this.model.status) throw new Disagreement(`the run ${status}, the model says ${this.model.status}`);
  }
}

/** What the call had done when the engine wrote that the attempt is over. */
function endingOf(call: ReturnType<ScriptedCalls["of"]>, position: number): Ending {
  if (call?.settled == null || call.settled.at > position) return "nothing";
  if (call.settled.how === "returned") return "returned";
  return call.plan.error instanceof FatalError ? "threw fatally" : "threw";
}

function compareQueued(event: Extract<RunEvent, { type: "step-queued" }>, conclusion: Conclusion): void {
  if (conclusion.kind !== "queued") throw new Disagreement(`${event.path} is queued, the model says ${conclusion.kind}`);
  const params = Object.fromEntries(conclusion.params.map((value, index) => [parameterName(index), value]));
  if (!isDeepStrictEqual({ ...event.params }, params))
    throw new Disagreement(`${event.path} gets ${JSON.stringify(event.params)}, the model says ${JSON.stringify(params)}`);
  compareReads(event, conclusion);
}

function compareReads(event: Extract<RunEvent, { type: "step-queued" | "step-skipped" }>, conclusion: Conclusion): void {
  const reads = event.reads.map(({ step, parameter }) => `${parameter ?? "when"}:${step}`).sort();
  const expected = [...conclusion.reads].sort();
  if (!isDeepStrictEqual(reads, expected))
    throw new Disagreement(`${event.path} read ${reads.join(" ")}, the model says ${expected.join(" ")}`);
}
