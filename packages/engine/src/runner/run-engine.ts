import type { EventDefinition } from "../context/event-definition.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { suggest } from "../errors/suggest.ts";
import type { Plan } from "../plan/plan.ts";
import type { TakenRun } from "../ports/leases.ts";
import type { Run } from "../spans/run.ts";
import { createValues } from "../state/values.ts";
import { beginRun } from "./begin-run.ts";
import { checkCloseOptions } from "./check-options.ts";
import { checkedPlan } from "./checked-plan.ts";
import type {
  CloseOptions,
  Engine,
  Recovery,
  ResumeOptions,
  RunHandle,
  RunSnapshot,
  SendOptions,
  StartOptions,
} from "./engine.ts";
import type { EngineSettings } from "./engine-settings.ts";
import { createEngineStates } from "./engine-states.ts";
import { OpenRuns } from "./open-runs.ts";
import { Ownership } from "./ownership.ts";
import { type RecoveringEngine, recoverRuns } from "./recovery.ts";
import { RecoveryWatch } from "./recovery-watch.ts";
import {
  checkResumeOptions,
  continueRun,
  continueSnapshot,
  type ResumingEngine,
  type Resumption,
  resumptionOf,
  resumptionOfSnapshot,
} from "./resume-run.ts";
import { RunExecution } from "./run-execution.ts";
import { settingsOf } from "./run-options.ts";
import type { RunnerPorts } from "./run-ports.ts";
import type { EngineParts } from "./run-settings.ts";
import type { Runnable } from "./runnable.ts";
import { StoredRuns } from "./stored-runs.ts";

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
  readonly #watch: RecoveryWatch | null;
  /** The ids of runs that are being taken up. */
  readonly #takingUp = new Set<string>();
  #closing: Promise<void> | null = null;

  constructor(ports: RunnerPorts, settings: EngineSettings) {
    this.#ports = ports;
    this.#settings = settings;
    const { store, clock, owner } = ports;
    const lapsed = () => void this.#open.dropLost();
    this.#ownership = new Ownership({ store, clock, owner, termMs: settings.leaseTermMs, lapsed });
    this.#open = new OpenRuns(ports, this.#ownership);
    this.runs = new StoredRuns(ports);
    const values = createValues(ports.classes, store.checkValue?.bind(store));
    this.#parts = { values, states: createEngineStates(store, values) };
    this.#recovering = {
      ...{ ports, settings, ownership: this.#ownership },
      workflows: () => this.runs.names,
      read: (taken) => this.#read(taken, {}),
      goOn: (resumption, isCrash) => this.#goOn(resumption, isCrash, {}),
    };
    this.#watch = settings.recovers ? new RecoveryWatch(this.#recovering) : null;
  }

  async run(workflow: Runnable, input?: unknown, options?: StartOptions): Promise<Run> {
    return this.start(workflow, input, options).result;
  }

  start(workflow: Runnable, input?: unknown, options: StartOptions = {}): RunHandle {
    const plan = this.#checkedPlan(workflow);
    const { createRunId: runId, resources } = this.#ports;
    const { values } = this.#parts;
    const { gracePeriodMs } = this.#settings;
    const lease = this.#ownership.first;
    const settings = settingsOf(options, plan, { runId, lease, gracePeriodMs, resources, values });
    const execution = new RunExecution(plan, this.#ports, settings, this.#parts);
    return this.#follow(execution, options.signal, () => beginRun(execution, input));
  }

  resume(given: RunSnapshot | string, options: ResumeOptions = {}): RunHandle | Promise<RunHandle> {
    checkResumeOptions(options);
    if (typeof given === "string") return this.#resumeStored(given, options);
    if (this.#isOpen(given?.runId)) {
      throw new DefinitionError(
        `Run ${JSON.stringify(given.runId)} is open in this engine, so it cannot be resumed from a snapshot. Call resume() of its handle.`,
      );
    }
    const resumption = resumptionOfSnapshot(given, options, this.#resuming(options));
    const { execution } = resumption;
    this.#checkedPlan({ name: execution.plan.name, plan: execution.plan });
    return this.#follow(execution, options.signal, () => continueSnapshot(resumption, this.#ownership));
  }

  recover(): Promise<Recovery> {
    this.#checkOpen("recover runs");
    return recoverRuns(this.#recovering);
  }

  async send(
    runId: string,
    event: EventDefinition<unknown, never> | string,
    data: unknown,
    options?: SendOptions,
  ): Promise<void> {
    const handle = this.#open.handleOf(runId) ?? (await this.#wake(runId));
    return handle.send(event, data as never, options); // the event's schema checks it
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
    await this.#watch?.stop();
    if (runs === "leave") this.#open.leaveAll();
    else await this.#cancelAll();
    await this.#open.ended();
    await this.#ownership.end();
    await this.#parts.states.steps.flush().catch(() => undefined); // it was reported when it failed
    this.#ports.executor.close();
  }

  async #cancelAll(): Promise<void> {
    if (this.#open.executions.length === 0) return;
    const { clock } = this.#ports;
    const cancelAll = () => this.#open.cancelAll("the engine was closed");
    cancelAll();
    const cancelTimer = clock.setTimer(clock.now() + this.#settings.gracePeriodMs, cancelAll);
    await this.#open.ended();
    cancelTimer();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #resumeStored(runId: string, options: ResumeOptions): Promise<RunHandle> {
    this.#checkOpen(`resume run ${JSON.stringify(runId)}`);
    if (this.#isOpen(runId)) {
      throw new DefinitionError(`Run ${JSON.stringify(runId)} is open in this engine, so it cannot be resumed.`);
    }
    this.#takingUp.add(runId);
    try {
      const taken = await this.#ownership.adopt(runId);
      if (taken === null) throw unknownRun(runId);
      return await this.#takeUp(taken, options);
    } finally {
      this.#takingUp.delete(runId);
    }
  }

  async #takeUp(taken: TakenRun, options: ResumeOptions): Promise<RunHandle> {
    try {
      return this.#goOn(await this.#read(taken, options), taken.isOrphan, options);
    } catch (thrown) {
      await this.#ownership.giveBack(taken.runId);
      throw thrown;
    }
  }

  /** A run of the store that no engine has goes on because something is sent to it. */
  async #wake(runId: string): Promise<RunHandle> {
    const stored = await this.#ports.store.runs.get(String(runId));
    if (stored?.status === "running") return this.#resumeStored(runId, {});
    throw new DefinitionError(
      `The engine has no open run ${JSON.stringify(runId)} to send an event to.${suggest(String(runId), this.#open.runIds)} Send it before the run is over.`,
    );
  }

  async #read(taken: TakenRun, options: ResumeOptions): Promise<Resumption> {
    const { runId, lease } = taken;
    const events = await this.#ports.store.open(runId).read(0, Infinity);
    const resumption = resumptionOf({ runId, events, lease }, options, this.#resuming(options));
    resumption.execution.fold(events);
    return resumption;
  }

  #goOn({ execution, events }: Resumption, isCrash: boolean, { signal }: ResumeOptions): RunHandle {
    this.#checkedPlan({ name: execution.plan.name, plan: execution.plan });
    return this.#follow(execution, signal, () => continueRun(execution, { stored: events.length, isCrash }));
  }

  #resuming(options: ResumeOptions): ResumingEngine {
    const plan = options.workflow === undefined ? null : this.#checkedPlan(options.workflow);
    const known = (name: string) => plan ?? this.#ports.workflows.get(name) ?? this.runs.planNamed(name);
    return { ports: this.#ports, parts: this.#parts, known };
  }

  #follow(execution: RunExecution, signal: AbortSignal | undefined, begin: () => Promise<void>): RunHandle {
    const { plan, host } = execution;
    this.runs.remember(plan);
    const unlisten = execution.listen(() => {
      unlisten();
      if (host.root.run !== null) this.runs.rememberStart(plan, host.root.run);
    });
    this.#ownership.hold();
    return this.#open.follow(execution, signal, begin);
  }

  #isOpen(runId: string | undefined): boolean {
    return runId !== undefined && (this.#takingUp.has(runId) || this.#open.runIds.includes(runId));
  }

  #checkOpen(act: string): void {
    if (this.#closing === null) return;
    throw new DefinitionError(`The engine was closed, so it cannot ${act}. Create another engine.`);
  }

  #checkedPlan(workflow: Runnable): Plan {
    return checkedPlan(workflow, { isClosed: this.#closing !== null, queues: this.#ports.executor.queues });
  }
}

function unknownRun(runId: string): DefinitionError {
  return new DefinitionError(
    `The store has no run ${JSON.stringify(runId)}, so it cannot be resumed. Its runs are listed by engine.runs.list().`,
  );
}
