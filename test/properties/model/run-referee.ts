import { isDeepStrictEqual } from "node:util";
import { CancelledError, type RunEvent, type SpanStatus, StepTimeoutError } from "@stepspan/engine";
import type { ScriptedCalls } from "../../support/scripted-calls.ts";
import { parameterName, type WorkflowCase } from "../cases/workflow-case.ts";
import { FatalError } from "../cases/workflow-of.ts";
import { claimOf } from "./claim.ts";
import { Disagreement } from "./disagreement.ts";
import { type Ending, RunModel } from "./run-model.ts";
import type { Conclusion } from "./settling-rules.ts";
import { noteSuspension } from "./suspension.ts";
import { describeVerdict } from "./verdict.ts";

/** How the steps were after so many events. */
export interface Rest {
  readonly events: number;
  readonly statuses: ReadonlyMap<string, SpanStatus>;
}

type EndOfAttempt = Extract<RunEvent, { type: "attempt-failed" | "step-succeeded" | "step-failed" | "step-cancelled" }>;

/** Tells the model of one run what happened, and compares what it says with what the engine wrote. */
export class RunReferee {
  readonly runId: string;
  readonly model: RunModel;
  /** What the model said of the steps when everything was at rest. */
  readonly rests: Rest[] = [];
  readonly #calls: ScriptedCalls;
  #events = 0;
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

  /** Everything is at rest. */
  rest(): void {
    if (this.#events === (this.rests.at(-1)?.events ?? 0)) return;
    const statuses = new Map([...this.model.steps.keys()].map((name) => [name, this.model.statusOf(name)]));
    this.rests.push({ events: this.#events, statuses });
  }

  /**
   * @param position of the event in the host's timeline
   * @throws Disagreement
   */
  take(event: RunEvent, position: number): void {
    this.model.now = event.time;
    this.#events++;
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
      case "retry-due":
        return model.retry(event.path);
      case "attempt-started":
        return model.start(event.path, event.attempt);
      case "attempt-failed":
        return this.#end(event, position);
      case "step-failed":
        if (event.attempt === 0) model.conclude(event.path);
        else this.#end(event, position);
        return;
      case "step-succeeded":
        return this.#end(event, position);
      case "step-cancelled":
        if (model.step(event.path).phase === "open") this.#end(event, position);
        return;
      case "cancel-requested":
        return model.cancel({ kind: event.because.kind as "cancel" | "timeout" }); // the only ones to be requested
      case "run-finished":
        this.#isFinished = true;
        return this.#finish(event);
      default:
        return;
    }
  }

  #end(event: EndOfAttempt, position: number): void {
    const step = event.path;
    const retryAt = event.type === "attempt-failed" ? event.retryAt : null;
    const call = this.#calls.of(this.runId, step, this.model.step(step).attempts);
    if (call?.settled?.byAbort === true && call.settled.at < Infinity && this.model.step(step).aborted === null)
      throw new Disagreement(`${step} was told to stop without a cause`);
    // A call that reacts to an abort in the very moment of its timeout is too late; the model checks that moment.
    const isTimeout = "error" in event && event.error instanceof StepTimeoutError;
    this.model.end(step, isTimeout ? "nothing" : endingOf(call, position), retryAt);
    if (retryAt !== null && this.model.step(step).phase !== "backoff")
      throw new Disagreement(`${step} is to be tried again, but ${describeVerdict(this.model.step(step).verdict)}`);
  }

  #finish({ status, errors }: Extract<RunEvent, { type: "run-finished" }>): void {
    const [error] = errors;
    // A cancel that comes when only the output is left to be made is told by the end itself.
    if (this.model.status === "succeeded" && error instanceof CancelledError) {
      this.model.cancel({ kind: error.because.kind as "cancel" | "timeout" }); // the only ones to be requested
    }
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
  if (conclusion.kind !== "queued")
    throw new Disagreement(`${event.path} is queued, the model says ${conclusion.kind}`);
  const params = Object.fromEntries(conclusion.params.map((value, index) => [parameterName(index), value]));
  if (!isDeepStrictEqual({ ...event.params }, params))
    throw new Disagreement(
      `${event.path} gets ${JSON.stringify(event.params)}, the model says ${JSON.stringify(params)}`,
    );
  compareReads(event, conclusion);
}

function compareReads(
  event: Extract<RunEvent, { type: "step-queued" | "step-skipped" }>,
  conclusion: Conclusion,
): void {
  const reads = event.reads.map(({ step, parameter }) => `${parameter ?? "when"}:${step}`).sort();
  const expected = [...conclusion.reads].sort();
  if (!isDeepStrictEqual(reads, expected))
    throw new Disagreement(`${event.path} read ${reads.join(" ")}, the model says ${expected.join(" ")}`);
}
