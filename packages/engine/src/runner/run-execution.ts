import { Attempts } from "../attempts/attempts.ts";
import type { Command, Timer } from "../core/commands.ts";
import type { Core } from "../core/core.ts";
import { createRunView } from "../core/run-view.ts";
import { Phase } from "../core/state.ts";
import { RunError, StalledRunError } from "../errors/run-errors.ts";
import { createEvaluator, type Evaluator } from "../evaluation/evaluator.ts";
import type { Plan } from "../plan/plan.ts";
import type { Journal } from "../ports/store.ts";
import type { Run } from "../spans/run.ts";
import { createEmissions, type Emissions } from "./emissions.ts";
import { returnOutput } from "./return-output.ts";
import { RunLoop } from "./run-loop.ts";
import type { RunnerPorts } from "./run-ports.ts";
import { Timers } from "./timers.ts";

/** How one run is to be executed; times in milliseconds. */
export interface RunSettings {
  readonly runId: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number | null;
  readonly gracePeriodMs: number;
  readonly concurrency: number | null;
}

/** One run from its first event to its last: connects the core to the ports. */
export class RunExecution {
  readonly plan: Plan;
  readonly view: Run;
  readonly journal: Journal;
  readonly emissions: Emissions;
  readonly #core: Core;
  readonly #settings: RunSettings;
  readonly #loop: RunLoop;
  readonly #timers: Timers;
  readonly #attempts: Attempts;
  readonly #evaluator: Evaluator;
  readonly #end = Promise.withResolvers<Run>();
  readonly #listeners = new Set<() => void>();

  constructor(plan: Plan, ports: RunnerPorts, settings: RunSettings) {
    this.plan = plan;
    this.#settings = settings;
    this.#core = ports.createCore(plan);
    this.view = createRunView(this.#core.state);
    this.journal = ports.store.open(settings.runId);
    const { runId, metadata, concurrency } = settings;
    this.emissions = createEmissions({
      stored: () => this.#stored,
      isOver: () => this.#isOver,
      publish: (event) => ports.publish([event], { runId, workflow: plan.name }),
    });
    this.#loop = new RunLoop({
      core: this.#core,
      journal: this.journal,
      now: ports.clock.now,
      carryOut: (command) => this.#carryOut(command),
      publish: (events) => {
        this.#stored = events.at(-1)!.sequence; // only what was stored is published
        ports.publish(events, { runId, workflow: plan.name });
        for (const listener of this.#listeners) listener();
        if (events.at(-1)?.type === "run-finished") this.#finished();
      },
      refuseSlot: (path) => this.#attempts.refuseSlot(path),
      fail: (error) => this.fail(error),
    });
    this.#timers = new Timers(ports.clock, (timer) => this.#ring(timer));
    this.#evaluator = createEvaluator(this.#core);
    this.#attempts = new Attempts({
      environment: {
        state: this.#core.state,
        rootSpan: this.view.rootSpan,
        identity: Object.freeze({ id: runId, workflow: plan.name, metadata, parentRunId: null }),
        write: this.#loop.write,
      },
      executor: ports.executor,
      group: concurrency === null ? null : { concurrency },
      post: this.#loop.post,
      now: ports.clock.now,
      random: ports.random,
    });
  }

  /** Settles with the run, or rejects with a RunError; with a StoreError if the store failed. */
  get result(): Promise<Run> {
    return this.#end.promise;
  }

  /** How many events the journal holds. */
  get stored(): number {
    return this.#stored;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  #isOver = false;
  #awaitsInput = false;
  #stored = 0;

  /** @param input parsed and recorded; undefined for a run that was cancelled before its input was */
  begin(input: unknown): void {
    if (this.#isOver || this.hasBegun) return;
    const { runId, metadata, timeoutMs, gracePeriodMs } = this.#settings;
    const { name: workflow, version } = this.plan;
    this.#loop.begin({
      type: "run-started",
      runId,
      workflow,
      version,
      parentRunId: null,
      input,
      metadata,
      timeoutMs,
      gracePeriodMs,
    });
  }

  /** Nothing outside of the run can act any more. */
  stall(): void {
    const { name } = this.plan;
    if (this.hasBegun) this.#loop.post({ type: "idle" });
    else this.fail(new StalledRunError(name, [{ step: "input", waitsFor: [], isQueued: false }]));
  }

  /** From now on until it begins nothing but its input holds the run up: a cancel does not wait for that. */
  awaitInput(): void {
    this.#awaitsInput = true;
  }

  cancel(reason: unknown): void {
    if (this.#awaitsInput) this.begin(undefined);
    this.#loop.post({ type: "cancel", because: { kind: "cancel", reason } });
  }

  get hasBegun(): boolean {
    return this.#core.state.run !== null;
  }

  /** Calls after events were stored, and when the run is over. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #carryOut(command: Command): void {
    switch (command.type) {
      case "evaluate":
        return this.#evaluate(command.path);
      case "queue-attempt":
        return this.#attempts.queue(command.path);
      case "withdraw-attempt":
        return this.#attempts.withdraw(command.path);
      case "call-step":
        return this.#attempts.call(command.path, command.attempt);
      case "abort-attempt":
        return this.#attempts.abort(command.path, command.because);
      case "close-attempt":
        return this.#attempts.close(command.path);
      case "set-timer":
        return this.#timers.set(command.timer, command.at);
      case "clear-timer":
        return this.#timers.clear(command.timer);
      case "finish":
        return this.#finish(command.succeeded);
      case "settle":
        throw new Error("Bug: a settlement left the loop.");
      default:
        command satisfies never;
    }
  }

  #ring(timer: Timer): void {
    switch (timer.kind) {
      case "retry":
        return this.#loop.post({ type: "retry-due", path: timer.path });
      case "attempt":
        return this.#attempts.timeOut(timer.path);
      case "grace":
        return this.#loop.post({ type: "grace-expired", always: timer.always });
      case "run":
        return this.#loop.post({ type: "cancel", because: { kind: "timeout" } });
      default:
        timer satisfies never;
    }
  }

  /** A step that was stopped in the same turn is not evaluated any more. */
  #evaluate(path: string): void {
    const { plan, phases } = this.#core.state;
    const index = plan.indexByPath.get(path)!; // the core gives paths of its plan
    if (phases[index] !== Phase.evaluating) return;
    const evaluation = this.#evaluator.evaluate(index);
    if (evaluation instanceof Promise)
      evaluation.then((settled) => this.#loop.post({ type: "evaluated", path, ...settled }));
    else this.#loop.post({ type: "evaluated", path, ...evaluation });
  }

  #finish(succeeded: boolean): void {
    if (succeeded) returnOutput(this.#core.state, this.#evaluator, this.#loop.post);
    else this.#loop.post({ type: "returned", output: null });
  }

  #finished(): void {
    this.#close();
    if (this.view.status === "succeeded") this.#end.resolve(this.view);
    else this.#end.reject(new RunError(this.view));
  }

  /** Ends a run that cannot go on, or that never began. */
  fail(error: unknown): void {
    if (this.#isOver) return;
    this.#attempts.abandonAll(error);
    this.#close();
    this.#end.reject(error);
  }

  #close(): void {
    this.#isOver = true;
    this.#loop.stop();
    this.#timers.clearAll();
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}
