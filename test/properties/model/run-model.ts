import type { SpanStatus } from "@stepspan/engine";
import { gracePeriodMs, outputOf, type WorkflowCase } from "../cases/workflow-case.ts";
import { Disagreement } from "./disagreement.ts";
import { createModelStep, type ModelStep } from "./model-step.ts";
import { longestDelay } from "./retry-delay.ts";
import { type Conclusion, concludeStep, needsOneOf, type Root } from "./settling-rules.ts";
import { type Cancellation, describeVerdict, type Verdict } from "./verdict.ts";

/** How an attempt ended outside: `nothing` if its function had not settled. */
export type Ending = "returned" | "threw" | "threw fatally" | "nothing";

/**
 * One run as the contract tells it: slow, obvious, and without a look at the engine's rules. It is told what happened
 * and in which order (evaluations, starts, ends, cancels), and works out what must have come of it.
 *
 * @throws Disagreement from every method, if what happened must not happen
 */
export class RunModel {
  readonly steps: ReadonlyMap<string, ModelStep>;
  /** The time of what it is told next. */
  now = 0;
  readonly #workflow: WorkflowCase;
  #order = 0;
  #cancels: Cancellation[] = [];
  #isHalted = false;

  constructor(workflow: WorkflowCase) {
    this.#workflow = workflow;
    this.steps = new Map(workflow.steps.map((step) => [step.name, createModelStep(step)]));
  }

  step(name: string): ModelStep {
    return this.steps.get(name)!; // the names are the workflow's
  }

  get isOver(): boolean {
    return [...this.steps.values()].every((step) => step.phase === "settled");
  }

  get status(): "succeeded" | "failed" | "cancelled" {
    const hasFailed = [...this.steps.values()].some(
      ({ verdict }) => verdict?.status === "failed" && !verdict.tolerated,
    );
    if (hasFailed || this.#cancels[0]?.kind === "timeout") return "failed";
    return this.#cancels.length > 0 ? "cancelled" : "succeeded";
  }

  /** The status of a step's span. */
  statusOf(name: string): SpanStatus {
    const { phase, verdict, upFront } = this.step(name);
    if (verdict !== null) return verdict.status;
    if (phase === "open") return "running";
    return [...upFront].every((other) => this.step(other).verdict !== null) ? "waiting" : "pending";
  }

  /**
   * What an evaluation at this moment gives.
   *
   * @param unseen steps that count as not settled: the evaluation took place just before they did
   */
  evaluate(name: string, unseen: ReadonlySet<string> = new Set()): Conclusion {
    const step = this.step(name);
    if (step.phase !== "waiting") throw new Disagreement(`${name} is evaluated while it is ${step.phase}`);
    const missing = [...step.upFront].filter((other) => this.step(other).verdict === null);
    if (missing.length > 0) throw new Disagreement(`${name} is evaluated before ${missing.join(", ")} settled`);
    return concludeStep(step.definition, {
      verdictOf: (other) => (unseen.has(other) ? null : this.step(other).verdict),
      rootOf: (other) => this.step(other).root!, // asked of lost steps only
    });
  }

  /** An evaluation came to an end. */
  conclude(name: string): Conclusion {
    const step = this.step(name);
    const conclusion = this.evaluate(name);
    switch (conclusion.kind) {
      case "suspended":
        throw new Disagreement(`${name} has not all that it reads`);
      case "queued":
        step.phase = "queued";
        step.params = conclusion.params;
        step.reads = conclusion.reads;
        break;
      case "skipped": {
        const { because } = conclusion;
        step.reads = conclusion.reads;
        const root = because.kind === "upstream" ? this.step(because.step).root : null;
        this.#settle(step, { status: "skipped", because }, root);
        break;
      }
      case "failed":
        this.#fail(step);
        break;
      default:
        conclusion satisfies never;
    }
    return conclusion;
  }

  /** The time of a retry has come. */
  retry(name: string): void {
    const step = this.step(name);
    if (step.phase !== "backoff") throw new Disagreement(`${name} is tried again while it is ${step.phase}`);
    if (this.now < step.retryAt) throw new Disagreement(`${name} is tried again before ${step.retryAt} ms`);
    step.phase = "queued";
  }

  start(name: string, attempt: number): void {
    const step = this.step(name);
    if (step.phase !== "queued") throw new Disagreement(`${name} starts while it is ${step.phase}`);
    if (attempt !== ++step.attempts) throw new Disagreement(`attempt ${attempt} of ${name} is number ${step.attempts}`);
    step.phase = "open";
    step.openedAt = this.now;
  }

  /** @param retryAt when the next attempt is due, if the engine says that there is one */
  end(name: string, ending: Ending, retryAt: number | null): void {
    const step = this.step(name);
    if (step.phase !== "open") throw new Disagreement(`an attempt of ${name} ends while it is ${step.phase}`);
    const { definition, aborted } = step;
    if (ending === "returned") {
      this.#settle(step, { status: "succeeded", output: outputOf(name, step.params) }, null);
      return;
    }
    const isTimeout = definition.timeoutMs !== null && this.now === step.openedAt + definition.timeoutMs;
    const isAbandoned = aborted !== null && this.now === aborted.at + gracePeriodMs;
    if (ending === "nothing" && !isTimeout && !isAbandoned) throw new Disagreement(`${name} ends without a cause`);
    if (aborted !== null) this.#settleLost(step, { status: "cancelled", because: aborted.because });
    else if (ending !== "threw fatally" && step.attempts < definition.retry.attempts) this.#retry(step, retryAt);
    else this.#fail(step);
  }

  /** The caller cancels, or the run's time is up. */
  cancel(because: Cancellation): void {
    this.#cancels.push(because);
    const isFirst = this.#cancels.length === 1;
    this.#isHalted = true;
    for (const step of this.steps.values()) {
      if (step.verdict !== null || (isFirst && step.definition.always)) continue;
      if (step.phase === "open") step.aborted ??= { because, at: this.now };
      else this.#settleLost(step, { status: "cancelled", because });
    }
  }

  #retry(step: ModelStep, retryAt: number | null): void {
    const { retry, name } = step.definition;
    const longest = longestDelay(retry, step.attempts);
    const shortest = longest * (1 - retry.jitter);
    if (retryAt === null) throw new Disagreement(`${name} is not tried again after attempt ${step.attempts}`);
    const delay = retryAt - this.now;
    if (delay < shortest - 1e-6 || delay > longest + 1e-6)
      throw new Disagreement(`${name} is tried again after ${delay} ms, not ${shortest} to ${longest}`);
    step.phase = "backoff";
    step.retryAt = retryAt;
  }

  #fail(step: ModelStep): void {
    const tolerated = step.definition.continueOnError;
    if (tolerated) return this.#settle(step, { status: "failed", tolerated }, null);
    this.#settleLost(step, { status: "failed", tolerated });
    if (this.#workflow.failFast && !this.#isHalted) this.#failFast(step.definition.name);
  }

  /** Nothing new starts except `always` steps; running attempts are aborted. */
  #failFast(failed: string): void {
    this.#isHalted = true;
    const because: Cancellation = { kind: "failFast", step: failed };
    const lost = new Set([failed]);
    for (const [name, step] of this.steps) {
      if (step.verdict !== null || step.definition.always) continue;
      if (step.phase === "open") step.aborted = { because, at: this.now };
      else if (needsOneOf(step.definition, lost) || [...step.waitsFor].some((other) => lost.has(other))) {
        lost.add(name);
        this.#settle(step, { status: "skipped", because: { kind: "upstream", step: failed } }, this.step(failed).root);
      } else this.#settleLost(step, { status: "cancelled", because });
    }
  }

  #settleLost(step: ModelStep, verdict: Verdict): void {
    this.#settle(step, verdict, { step: step.definition.name, order: this.#order });
  }

  #settle(step: ModelStep, verdict: Verdict, root: Root | null): void {
    if (step.verdict !== null)
      throw new Disagreement(`${step.definition.name} settles again: it ${describeVerdict(step.verdict)}`);
    this.#order++;
    step.phase = "settled";
    step.settledAt = this.now;
    step.verdict = verdict;
    step.root = root;
  }
}
