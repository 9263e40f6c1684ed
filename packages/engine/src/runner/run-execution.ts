import type { RunAttempts } from "../attempts/run-attempts.ts";
import type { Core } from "../core/core.ts";
import { dueAtOf } from "../core/due.ts";
import type { RunEvent } from "../core/events.ts";
import type { Fact } from "../core/facts.ts";
import { CancelledError, cancellationMessage, RunError, StalledRunError } from "../errors/run-errors.ts";
import { leaseLost } from "../errors/value-errors.ts";
import type { Plan } from "../plan/plan.ts";
import type { Lease } from "../ports/leases.ts";
import type { Journal } from "../ports/store.ts";
import type { Run } from "../spans/run.ts";
import { createRunView } from "../views/run-view.ts";
import { type Commands, createCommands } from "./carry-out.ts";
import { createEmissions, type Emissions } from "./emissions.ts";
import { Frames } from "./frames.ts";
import { lostOutputs } from "./lost-outputs.ts";
import { createMemos, type Memos } from "./memos.ts";
import { RunObservation } from "./observation.ts";
import { ResourceBook } from "./resource-book.ts";
import { RunEnd } from "./run-end.ts";
import type { RunHost } from "./run-host.ts";
import { RunLoop } from "./run-loop.ts";
import type { RunnerPorts } from "./run-ports.ts";
import type { EngineParts, RunSettings } from "./run-settings.ts";
import { runStarted } from "./run-started.ts";
import { RunStates } from "./run-states.ts";
import { nothingTakenOver, type TakenOver } from "./taken-over.ts";
import { ring, Timers } from "./timers.ts";

/** One run from its first event to its last: connects the core to the ports. */
export class RunExecution {
  readonly plan: Plan;
  readonly view: Run;
  readonly emissions: Emissions;
  readonly end = new RunEnd();
  readonly settings: RunSettings;
  readonly host: RunHost;
  readonly frames: Frames;
  readonly #core: Core;
  readonly #loop: RunLoop;
  readonly #timers: Timers;
  readonly #attempts: RunAttempts;
  readonly #memos: Memos | null;
  readonly #commands: Commands;
  readonly #listeners = new Set<() => void>();
  #journal: Journal;
  #lease: Lease | null;
  #isOver = false;
  #isFinished = false;
  #awaitsInput = false;
  #awaitsResources = false;
  #stored = 0;

  constructor(plan: Plan, ports: RunnerPorts, settings: RunSettings, engine: EngineParts) {
    this.plan = plan;
    this.settings = settings;
    const { runId, gracePeriodMs } = settings;
    const { now } = ports.clock;
    const observation = new RunObservation(ports, { runId, workflow: plan.name });
    this.#core = ports.createCore(plan);
    const root = this.#core.state;
    this.view = createRunView(root);
    this.#lease = settings.lease;
    this.#journal = ports.store.open(runId, settings.lease ?? undefined);
    this.emissions = createEmissions({
      stored: () => this.#stored,
      isOver: () => this.#isOver,
      redact: ports.redaction.emitted,
      publish: (event) => observation.publish([event]),
    });
    this.#loop = new RunLoop({
      core: this.#core,
      append: (position, events) => this.#journal.append(position, events, dueAtOf(this.#core.state)),
      now,
      redact: ports.redaction.events,
      carryOut: (command) => this.#commands.carryOut(command),
      publish: (events) => this.#publish(events),
      dropped: (fact) => {
        if (fact.type === "slot-granted") this.#attempts.giveBackSlot(fact.path);
        for (const listener of this.#listeners) listener(); // an evaluation that nobody needs is over, too
      },
      fail: (error) => this.fail(error),
    });
    const loop = this.#loop;
    const resources = new ResourceBook(ports, { runId, gracePeriodMs }, engine.openResources);
    const states = new RunStates(engine.states, engine.values, loop.write);
    const { emissions } = this;
    const { values, isAlone } = engine;
    const schedule = settings.schedule === "fifo" ? null : engine.schedules.ofRun(root);
    const parts = { runId, ports, root, loop, emissions, observation, resources, states, schedule };
    this.host = { ...parts, values, now, gracePeriodMs, isAlone };
    this.frames = new Frames(this.host);
    this.#timers = new Timers(ports.clock, (timer) => ring(timer, this.#attempts, loop.post));
    this.#attempts = engine.createAttempts(this.host, this.frames, settings.concurrency);
    this.#memos = plan.hasCache ? createMemos(this.host, engine.memos) : null;
    const [attempts, timers, memos] = [this.#attempts, this.#timers, this.#memos];
    this.#commands = createCommands({ host: this.host, frames: this.frames, attempts, timers, memos });
  }

  /** Settles with the run, or rejects with a RunError; with a StoreError if the store failed. */
  get result(): Promise<Run> {
    return this.end.result;
  }

  get journal(): Journal {
    return this.#journal;
  }

  /** Under which it writes. */
  get lease(): Lease | null {
    return this.#lease;
  }

  /** From now on what it writes counts under this lease. */
  own(lease: Lease): void {
    this.#lease = lease;
    this.#journal = this.host.ports.store.open(this.settings.runId, lease);
  }

  /** How many events the journal holds. */
  get stored(): number {
    return this.#stored;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether lambdas are being evaluated whose schemas are asynchronous, or a memo is being looked for. */
  get isEvaluating(): boolean {
    return this.#commands.isEvaluating();
  }

  get hasBegun(): boolean {
    return this.#core.state.run !== null;
  }

  /** @param input parsed and recorded; undefined for a run that was cancelled before its input was */
  begin(input: unknown, state: Readonly<Record<string, unknown>>, taken: TakenOver = nothingTakenOver): void {
    if (this.#isOver || this.hasBegun) return;
    const { rerunOf, events, facts } = taken;
    this.#loop.begin([runStarted(this.plan, this.settings, { rerunOf, input, state }), ...events], facts);
  }

  /** Whether its end is stored. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** Takes in the events of before. */
  fold(events: readonly RunEvent[]): void {
    this.#loop.restore(events);
    this.host.observation.resumedFrom(events);
  }

  /** Goes on behind the events of before. `stored`: how many of them the journal holds already. */
  goOn(stored: number, isCrash: boolean): void {
    this.#awaitsResources = false;
    this.#stored = stored;
    this.#loop.goOn(stored);
    this.#loop.writeAll(lostOutputs(this.#core.state).map((path) => ({ type: "step-reopened", path })));
    this.#loop.postFirst({ type: "resume", isRestart: true, isCrash });
  }

  /** Something happened outside; resolves when it is stored, with false if it came too late. */
  async submit(fact: Fact): Promise<boolean> {
    return (await this.#loop.submit(fact)) !== null;
  }

  post(fact: Fact): void {
    this.#loop.post(fact);
  }

  /** Nothing outside of the run can act any more. */
  stall(): void {
    const { name } = this.plan;
    if (this.hasBegun) this.#loop.post({ type: "idle" });
    else this.fail(new StalledRunError(name, [{ step: "input", waitsFor: [], isQueued: false, event: null }]));
  }

  /** From now on until it begins nothing but its input or its resources hold the run up: a cancel does not wait for those. */
  awaitInput(): void {
    this.#awaitsInput = true;
  }

  /** From now on until it goes on nothing but its resources hold a resumed run up: a cancel gives it up as it was. */
  awaitResources(): void {
    this.#awaitsResources = true;
  }

  cancel(reason: unknown): void {
    if (this.#awaitsResources) {
      const because = { kind: "cancel", reason } as const;
      return this.fail(new CancelledError(cancellationMessage(this.plan.name, because, null), because));
    }
    if (this.#awaitsInput) this.begin(undefined, {});
    this.#loop.post({ type: "cancel", path: "", because: { kind: "cancel", reason } });
  }

  /** Calls after events were stored, when a fact came too late to make one, and when the run is over. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Another engine has the run. */
  loseLease(): void {
    this.fail(leaseLost(this.settings.runId, this.#lease?.epoch ?? 1));
  }

  /** Ends a run that cannot go on, or that never began. */
  fail(error: unknown): void {
    if (this.#isOver) return;
    this.#loop.abandon();
    this.#attempts.abandonAll(error);
    this.#close();
    void Promise.resolve(this.host.resources.closeAll()).then(() => this.end.reject(error));
  }

  #publish(events: readonly RunEvent[]): void {
    this.#stored += events.length;
    this.host.observation.publish(events);
    if (this.#listeners.size > 0) for (const listener of this.#listeners) listener();
    this.host.resources.onEvents(events);
    this.#memos?.onEvents(events);
    if (this.#core.state.finished?.sequence === this.#stored) void this.#finished();
  }

  /** Before anybody hears that it is over, what was made for the run is disposed of and its memos are written. */
  async #finished(): Promise<void> {
    this.#isFinished = true;
    this.#close();
    const closed = this.host.resources.closeAll();
    if (closed !== undefined) await closed;
    if (this.#memos !== null) await this.#memos.written();
    if (this.host.schedule !== null) await this.host.schedule.note();
    if (this.view.status === "succeeded") this.end.resolve(this.view);
    else this.end.reject(new RunError(this.view));
  }

  #close(): void {
    this.#isOver = true;
    this.#loop.stop();
    this.#attempts.end();
    this.#timers.end();
    this.host.observation.end();
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}
