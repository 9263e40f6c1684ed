import type { RunEvent } from "../core/events.ts";
import type { CoreState } from "../core/state.ts";
import { nameAt, pathAt, runPathOf, stepAt } from "../core/units.ts";
import type { ResourceDisposalError } from "../errors/resource-errors.ts";
import { StepError } from "../errors/step-errors.ts";
import type { Evaluation } from "../evaluation/evaluator.ts";
import { capturedResources } from "../resources/captured-resources.ts";
import { type GivenResources, mergeLevels } from "../resources/merge-levels.ts";
import type { OpenResources, RunFacts } from "../resources/open-resources.ts";
import type { RunResources } from "../resources/run-resources.ts";
import type { RunnerPorts } from "./run-ports.ts";

const none: RunResources = { byName: new Map(), isChild: false, close: () => [] };

/** The resources of a run and of its child runs: opened before their first step, closed after their last. */
export class ResourceBook {
  readonly #ports: RunnerPorts;
  readonly #runId: string;
  readonly #gracePeriodMs: number;
  readonly #openResources: OpenResources;
  /** By the path of the run: empty for the run itself. A run that has none is not here, a child run is. */
  readonly #opened = new Map<string, RunResources>();
  /** Disposals that take their time. */
  #closing: Set<Promise<void>> | null = null;

  constructor(
    ports: RunnerPorts,
    run: { readonly runId: string; readonly gracePeriodMs: number },
    openResources: OpenResources,
  ) {
    this.#ports = ports;
    this.#openResources = openResources;
    this.#runId = run.runId;
    this.#gracePeriodMs = run.gracePeriodMs;
  }

  of(state: CoreState): RunResources {
    const path = runPathOf(state);
    const resources = this.#opened.get(path);
    return resources ?? none; // a run that was cancelled before they were there has its `always` steps
  }

  /** @throws MissingResourceError (or rejects) if a factory fails */
  open(path: string, given: GivenResources, facts: RunFacts): void | Promise<void> {
    const { clock } = this.#ports;
    const keep = (resources: RunResources) => {
      if (resources.isChild || resources.byName.size > 0) this.#opened.set(path, resources);
    };
    const opened = this.#openResources(given, facts, (ring) => clock.setTimer(clock.now() + this.#gracePeriodMs, ring));
    return opened instanceof Promise ? opened.then(keep) : keep(opened);
  }

  /** If a child run is to begin, its resources are opened before. A factory that fails is the failure of the step. */
  openChild(state: CoreState, evaluation: Evaluation): Evaluation | Promise<Evaluation> {
    const { index, outcome } = evaluation;
    if (outcome.kind !== "child") return evaluation;
    const failed = (cause: unknown): Evaluation => {
      const error = new StepError({ step: nameAt(state, index), attempt: 0, cause, input: outcome.start.input });
      return { ...evaluation, outcome: { kind: "failed", error } };
    };
    try {
      const opened = this.openAgain(state, index, outcome.start.input);
      return opened instanceof Promise ? opened.then(() => evaluation, failed) : evaluation;
    } catch (thrown) {
      return failed(thrown);
    }
  }

  /** The resources of the child run of a step; @throws MissingResourceError (or rejects) if one is not there */
  openAgain(state: CoreState, index: number, input: unknown): void | Promise<void> {
    const { form, name } = stepAt(state, index);
    if (!("body" in form) || form.body.kind !== "workflow")
      throw new Error("Bug: a child run of a step without a workflow.");
    const { plan, captureResources } = form.body.subflow;
    const path = pathAt(state, index);
    const run = capturedResources(this.of(state), captureResources, { step: name, workflow: state.plan.name });
    const given = mergeLevels({ engine: this.#ports.resources, workflow: plan.resources, run }, plan.name);
    const parentRunId = state.run?.runId ?? this.#runId;
    const metadata = state.run?.metadata ?? {};
    return this.open(path, given, {
      runId: `${this.#runId}/${path}`,
      workflow: plan.name,
      parentRunId,
      metadata,
      input,
    });
  }

  /** A step that has settled takes the resources of its child run with it. */
  onEvents(events: readonly RunEvent[]): void {
    const { size } = this.#opened;
    if (size === 0 || (size === 1 && this.#opened.has(""))) return; // there is no child run
    for (const event of events) if ("path" in event && isSettlement(event)) this.#closeAt(event.path);
  }

  #closeAt(path: string): void {
    const resources = this.#opened.get(path);
    if (resources === undefined || path === "") return;
    this.#opened.delete(path);
    void this.#close(resources);
  }

  /** Resolves when all is disposed of, the last opened first. Never rejects. Gives no promise if there is nothing. */
  closeAll(): void | Promise<void> {
    if (this.#opened.size === 0 && this.#closing === null) return;
    const opened = [...this.#opened.values()].reverse();
    this.#opened.clear();
    return this.#closeOneByOne(opened);
  }

  async #closeOneByOne(opened: readonly RunResources[]): Promise<void> {
    for (const resources of opened) await this.#close(resources);
    await Promise.all(this.#closing ?? []);
  }

  #close(resources: RunResources): void | Promise<void> {
    const closed = resources.close();
    if (!(closed instanceof Promise)) return report(closed);
    const open = this.#closing ?? new Set<Promise<void>>();
    this.#closing = open;
    const closing = closed.then(report).finally(() => open.delete(closing));
    open.add(closing);
    return closing;
  }
}

/** A run that went well stays so: what could not be disposed of is told on the console. */
function report(errors: readonly ResourceDisposalError[]): void {
  for (const error of errors) console.error(error.message);
}

function isSettlement({ type }: RunEvent): boolean {
  return type === "step-succeeded" || type === "step-failed" || type === "step-skipped" || type === "step-cancelled";
}
