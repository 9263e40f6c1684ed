import type { EventDefinition } from "../context/event-definition.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { checkJournal } from "../journal/check-journal.ts";
import type { Plan } from "../plan/plan.ts";
import type { TakenRun } from "../ports/leases.ts";
import { beginRerun, beginRun } from "../runner/begin-run.ts";
import type { RunHandle, RunSnapshot, SendOptions } from "../runner/handle.ts";
import type { RunExecution } from "../runner/run-execution.ts";
import type { RunnerPorts } from "../runner/run-ports.ts";
import type { EngineParts } from "../runner/run-settings.ts";
import type { Run } from "../spans/run.ts";
import { checkedPlan } from "./checked-plan.ts";
import { type CloseOptions, checkCloseOptions } from "./close-options.ts";
import type { Engine, Recovery, ResumeOptions } from "./engine.ts";
import type { EngineSettings } from "./engine-settings.ts";
import { newExecution } from "./new-execution.ts";
import { type OpenRun, OpenRuns } from "./open-runs.ts";
import { Ownership } from "./ownership.ts";
import { partsOfEngine } from "./parts-of-engine.ts";
import { type RecoveringEngine, recoverRuns } from "./recovery.ts";
import { RecoveryWatch } from "./recovery-watch.ts";
import { prepareRerun } from "./rerun.ts";
import { type RerunOptions, readRerunOptions } from "./rerun-options.ts";
import {
  checkResumeOptions,
  continueRun,
  continueSnapshot,
  type ResumingEngine,
  type Resumption,
  resumptionOf,
  resumptionOfSnapshot,
} from "./resume-run.ts";
import { RetentionWatch } from "./retention-watch.ts";
import type { Runnable } from "./runnable.ts";
import type { StartOptions } from "./start-options.ts";
import { StoredRuns } from "./stored-runs.ts";
import { Suspects } from "./suspects.ts";
import { noOpenRun, standsStill, unknownRun } from "./unreachable-runs.ts";

/** An engine over ports; `createEngine` gives it those of this process. */
export function createRunEngine(ports: RunnerPorts, settings: EngineSettings): Engine {
  return new RunEngine(ports, settings) as unknown as Engine; // the declarations in Engine type the callers
}

/** The declarations in Engine type the callers; here the values are unknown. */
class RunEngine {
  readonly #ports: RunnerPorts;
  readonly #settings: EngineSettings;
  readonly #ownership: Ownership;
  readonly #open: OpenRuns;
  readonly runs: StoredRuns;
  readonly #parts: EngineParts;
  readonly #recovering: RecoveringEngine;
  readonly #suspects: Suspects;
  readonly #watch: RecoveryWatch | null;
  readonly #retention: RetentionWatch | null;
  #closing: Promise<void> | null = null;

  constructor(ports: RunnerPorts, settings: EngineSettings) {
    this.#ports = ports;
    this.#settings = settings;
    const { store, clock, owner } = ports;
    const reconcile = () => this.#open.reconcile();
    this.#ownership = new Ownership({ store, clock, owner, termMs: settings.leaseTermMs, reconcile });
    this.#open = new OpenRuns(ports, this.#ownership);
    this.runs = new StoredRuns(ports);
    this.#parts = partsOfEngine(ports, () => this.#open.size === 1);
    this.#suspects = new Suspects(clock, settings.leaseTermMs / 2);
    this.#recovering = {
      ...{ ports, settings, ownership: this.#ownership },
      workflows: () => this.runs.names,
      openRunIds: () => this.#open.runIds,
      read: (taken) => this.#read(taken, {}),
      goOn: (resumption, { isCrash, isSuspect }) => this.#goOn(resumption, isCrash, {}, isSuspect),
      supersede: (runId) => this.#open.supersede(runId),
    };
    this.#watch = settings.recovers ? new RecoveryWatch(this.#recovering) : null;
    this.#retention = settings.retention === null ? null : new RetentionWatch(settings.retention, { store, clock });
  }

  run(workflow: Runnable, input?: unknown, options?: StartOptions): Promise<Run> {
    try {
      return this.#start(workflow, input, options).execution.result;
    } catch (thrown) {
      return Promise.reject(thrown);
    }
  }

  start(workflow: Runnable, input?: unknown, options?: StartOptions): RunHandle {
    return this.#start(workflow, input, options).handle;
  }

  async rerun(runId: string, given: RerunOptions): Promise<RunHandle> {
    const { choice, workflow, options } = readRerunOptions(given);
    this.#checkOpen(`rerun run ${JSON.stringify(runId)}`);
    const { known } = this.#resuming(workflow === undefined ? {} : { workflow });
    const { plan, metadata, ...rerun } = await prepareRerun(runId, choice, { store: this.#ports.store, known });
    const checked = this.#checkedPlan({ name: plan.name, plan });
    const execution = newExecution(checked, { metadata, ...options }, { ...this.#recovering, parts: this.#parts });
    return this.#begin(execution, options.signal, () => beginRerun(execution, rerun)).handle;
  }

  resume(given: RunSnapshot | string, options: ResumeOptions = {}): RunHandle | Promise<RunHandle> {
    checkResumeOptions(options);
    if (typeof given === "string") return this.#resumeStored(given, options);
    if (this.#open.has(given?.runId)) {
      throw new DefinitionError(
        `Run ${JSON.stringify(given.runId)} is open in this engine, so it cannot be resumed from a snapshot. Call resume() of its handle.`,
      );
    }
    const resumption = resumptionOfSnapshot(given, options, this.#resuming(options));
    const { execution } = resumption;
    this.#checkedPlan({ name: execution.plan.name, plan: execution.plan });
    return this.#goOnWith(execution, options.signal, () => continueSnapshot(resumption, this.#ownership));
  }

  async recover(): Promise<Recovery> {
    this.#checkOpen("recover runs");
    return recoverRuns(this.#recovering);
  }

  async send(
    runId: string,
    event: EventDefinition<unknown, never> | string,
    data: unknown,
    options?: SendOptions,
  ): Promise<void> {
    const handle = this.#open.handleOf(runId) ?? (await this.#ownership.inTurn(() => this.#wake(runId)));
    return handle.send(event, data as never, options); // the event's schema checks it
  }

  handle(runId: string): RunHandle | undefined {
    return this.#open.handleOf(runId);
  }

  /** A second call waits for the first: it must not count as a second cancel. */
  close(options: CloseOptions = {}): Promise<void> {
    const { runs = this.#settings.recovers ? "leave" : "cancel" } = checkCloseOptions(options);
    if (this.#closing !== null) return this.#closing;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closing = promise; // whoever hears of an abort finds the engine closed already
    resolve(this.#close(runs));
    return promise;
  }

  async #close(runs: "cancel" | "leave"): Promise<void> {
    const watched = Promise.all([this.#watch?.stop(), this.#retention?.stop()]);
    if (runs === "leave") this.#open.leaveAll();
    else await this.#open.endAll("the engine was closed", this.#settings.gracePeriodMs);
    await watched;
    await this.#open.ended();
    await this.#ownership.inTurn(() => this.#ownership.end()); // what is being taken up is given back
    await this.#parts.states.steps.flush().catch(() => undefined); // it was reported when it failed
    this.#ports.executor.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #resumeStored(runId: string, options: ResumeOptions): Promise<RunHandle> {
    return this.#ownership.inTurn(async () => {
      const open = this.#open.handleOf(runId);
      open?.resume();
      return open ?? this.#takeUp(runId, options);
    });
  }

  /** To be called in turn. */
  async #takeUp(runId: string, options: ResumeOptions): Promise<RunHandle> {
    this.#checkOpen(`resume run ${JSON.stringify(runId)}`);
    const taken = await this.#ownership.adopt(runId);
    if (taken === null) throw unknownRun(runId);
    try {
      return this.#goOn(await this.#read(taken, options), taken.isOrphan, options);
    } catch (thrown) {
      await this.#ownership.giveBack(taken.runId);
      throw thrown;
    }
  }

  /** A run of the store that no engine has goes on because something is sent to it. */
  async #wake(runId: string): Promise<RunHandle> {
    const handle = this.#open.handleOf(runId); // what was sent before has woken it
    if (handle !== undefined) return handle;
    const stored = await this.#ports.store.runs.get(String(runId));
    if (stored?.status === "running") return this.#takeUp(runId, {});
    if (stored?.finishedAt === null) throw standsStill(stored);
    throw noOpenRun(runId, this.#open.runIds);
  }

  async #read(taken: TakenRun, options: ResumeOptions): Promise<Resumption> {
    const { runId, lease } = taken;
    const events = await this.#ports.store.open(runId).read(0, Infinity);
    checkJournal(runId, events);
    const resumption = resumptionOf({ runId, events, lease }, options, this.#resuming(options));
    resumption.execution.fold(events);
    return resumption;
  }

  #goOn({ execution, events }: Resumption, isCrash: boolean, { signal }: ResumeOptions, isSuspect = false): RunHandle {
    this.#checkedPlan({ name: execution.plan.name, plan: execution.plan });
    const goOn = () => continueRun(execution, { stored: events.length, isCrash });
    return this.#goOnWith(execution, signal, isSuspect ? () => this.#suspects.goOn(execution, goOn) : goOn);
  }

  #resuming(options: ResumeOptions): ResumingEngine {
    const plan = options.workflow === undefined ? null : this.#checkedPlan(options.workflow);
    const known = (name: string) => plan ?? this.#ports.workflows.get(name) ?? this.runs.planNamed(name);
    return { ports: this.#ports, parts: this.#parts, known, schedule: this.#settings.schedule };
  }

  #start(workflow: Runnable, input: unknown, options: StartOptions = {}): OpenRun {
    const execution = newExecution(this.#checkedPlan(workflow), options, { ...this.#recovering, parts: this.#parts });
    return this.#begin(execution, options.signal, () => beginRun(execution, input));
  }

  #begin(execution: RunExecution, signal: AbortSignal | undefined, begin: () => Promise<void>): OpenRun {
    this.runs.remember(execution.plan);
    this.#ownership.hold();
    return this.#open.follow(execution, signal, begin);
  }

  /** Its plan may be another than that with which it was started. */
  #goOnWith(execution: RunExecution, signal: AbortSignal | undefined, goOn: () => Promise<void>): RunHandle {
    const { plan, host } = execution;
    const unlisten = execution.listen(() => {
      unlisten();
      if (host.root.run !== null) this.runs.rememberStart(plan, host.root.run);
    });
    return this.#begin(execution, signal, goOn).handle;
  }

  #checkOpen(act: string): void {
    if (this.#closing === null) return;
    throw new DefinitionError(`The engine was closed, so it cannot ${act}. Create another engine.`);
  }

  #checkedPlan(workflow: Runnable): Plan {
    return checkedPlan(workflow, { isClosed: this.#closing !== null, queues: this.#ports.executor.queues });
  }
}
