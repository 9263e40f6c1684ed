import type { EventDefinition } from "../context/event-definition.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { suggest } from "../errors/suggest.ts";
import type { Plan } from "../plan/plan.ts";
import type { Run } from "../spans/run.ts";
import { createValues } from "../state/values.ts";
import { beginRun } from "./begin-run.ts";
import { checkedPlan } from "./checked-plan.ts";
import type { Engine, ResumeOptions, RunHandle, RunSnapshot, SendOptions, StartOptions } from "./engine.ts";
import { createEngineStates } from "./engine-states.ts";
import { checkResumeOptions, continueRun, executionOf } from "./resume-run.ts";
import { RunExecution } from "./run-execution.ts";
import { createHandle } from "./run-handle.ts";
import { settingsOf } from "./run-options.ts";
import type { RunnerPorts } from "./run-ports.ts";
import type { EngineParts } from "./run-settings.ts";
import type { Runnable } from "./runnable.ts";
import { StoredRuns } from "./stored-runs.ts";

/** An engine over ports; `createEngine` gives it those of this process. */
export function createRunEngine(ports: RunnerPorts, gracePeriodMs: number): Engine {
  return new RunEngine(ports, gracePeriodMs) as Engine; // the declarations in Engine type the callers
}

/** A run that is going on. */
interface OpenRun {
  readonly execution: RunExecution;
  readonly handle: RunHandle;
}

/** The declarations in Engine type the callers; here the values are unknown. */
class RunEngine {
  readonly #ports: RunnerPorts;
  readonly #gracePeriodMs: number;
  readonly #open = new Map<RunExecution, OpenRun>();
  readonly runs: StoredRuns;
  readonly #parts: EngineParts;
  #stopIdle: (() => void) | null = null;
  #closing: Promise<void> | null = null;

  constructor(ports: RunnerPorts, gracePeriodMs: number) {
    this.#ports = ports;
    this.#gracePeriodMs = gracePeriodMs;
    this.runs = new StoredRuns(ports);
    const values = createValues(ports.classes);
    this.#parts = { values, states: createEngineStates(ports.redaction.states(ports.store.states), values) };
  }

  async run(workflow: Runnable, input?: unknown, options?: StartOptions): Promise<Run> {
    return this.start(workflow, input, options).result;
  }

  start(workflow: Runnable, input?: unknown, options: StartOptions = {}): RunHandle {
    const plan = this.#checkedPlan(workflow);
    const { createRunId: runId, resources } = this.#ports;
    const { values } = this.#parts;
    const settings = settingsOf(options, plan, { runId, gracePeriodMs: this.#gracePeriodMs, resources, values });
    const execution = new RunExecution(plan, this.#ports, settings, this.#parts);
    return this.#follow(execution, options.signal, () => beginRun(execution, input));
  }

  resume(snapshot: RunSnapshot, options: ResumeOptions = {}): RunHandle {
    checkResumeOptions(options);
    const plan = options.workflow === undefined ? null : this.#checkedPlan(options.workflow);
    const known = (name: string) => plan ?? this.#ports.workflows.get(name) ?? this.runs.planNamed(name);
    const isOpen = [...this.#open.keys()].some((execution) => execution.settings.runId === snapshot?.runId);
    if (isOpen) {
      throw new DefinitionError(
        `Run ${JSON.stringify(snapshot.runId)} is open in this engine, so it cannot be resumed from a snapshot. Call resume() of its handle.`,
      );
    }
    const { execution, events } = executionOf(snapshot, options, { ports: this.#ports, parts: this.#parts, known });
    this.#checkedPlan({ name: execution.plan.name, plan: execution.plan });
    return this.#follow(execution, options.signal, () => continueRun(execution, events));
  }

  async send(
    runId: string,
    event: EventDefinition<unknown, never> | string,
    data: unknown,
    options?: SendOptions,
  ): Promise<void> {
    const found = [...this.#open.values()].find(({ handle }) => handle.runId === runId);
    if (found !== undefined) return found.handle.send(event, data as never, options); // the event's schema checks it
    const ids = [...this.#open.values()].map(({ handle }) => handle.runId);
    throw new DefinitionError(
      `The engine has no open run ${JSON.stringify(runId)} to send an event to.${suggest(String(runId), ids)} Send it before the run is over.`,
    );
  }

  /** A second call waits for the first: it must not count as a second cancel. */
  close(): Promise<void> {
    if (this.#closing !== null) return this.#closing;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closing = promise; // whoever hears of an abort finds the engine closed already
    resolve(this.#cancelAndWait());
    return promise;
  }

  async #cancelAndWait(): Promise<void> {
    const { clock, executor } = this.#ports;
    const reason = "the engine was closed";
    const cancelAll = () => {
      for (const execution of this.#open.keys()) execution.cancel(reason);
    };
    const ends = [...this.#open.keys()].map((execution) => execution.result.catch(() => undefined));
    cancelAll();
    const cancelTimer = ends.length === 0 ? null : clock.setTimer(clock.now() + this.#gracePeriodMs, cancelAll);
    await Promise.all(ends);
    cancelTimer?.();
    await this.#parts.states.steps.flush().catch(() => undefined); // it was reported when it failed
    executor.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** @param begin not waited for: a schema may never settle */
  #follow(execution: RunExecution, signal: AbortSignal | undefined, begin: () => Promise<void>): RunHandle {
    this.runs.remember(execution.plan, execution.journal);
    const onAbort = () => execution.cancel(signal?.reason);
    const end = () => {
      signal?.removeEventListener("abort", onAbort);
      this.#open.delete(execution);
      if (this.#open.size > 0) return;
      this.#stopIdle?.();
      this.#stopIdle = null;
    };
    const result = execution.result.finally(end);
    result.catch(() => undefined); // whoever only follows the events has seen the failure there
    const handle = createHandle(execution, result);
    this.#open.set(execution, { execution, handle });
    this.#stopIdle ??= this.#ports.onIdle(() => this.#onIdle());
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
    void begin();
    return handle;
  }

  #onIdle(): void {
    for (const execution of this.#open.keys()) execution.stall();
  }

  #checkedPlan(workflow: Runnable): Plan {
    return checkedPlan(workflow, { isClosed: this.#closing !== null, queues: this.#ports.executor.queues });
  }
}
