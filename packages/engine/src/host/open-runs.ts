import { dueAtOf } from "../core/due.ts";
import { RunLeftError } from "../errors/parting-errors.ts";
import { CancelledError, cancellationMessage } from "../errors/run-errors.ts";
import type { RunHandle } from "../runner/handle.ts";
import type { RunExecution } from "../runner/run-execution.ts";
import { createHandle } from "../runner/run-handle.ts";
import type { RunnerPorts } from "../runner/run-ports.ts";
import type { Ownership } from "./ownership.ts";

/** A run that is going on. Most are only waited for, so its handle is made when somebody asks for it. */
export class OpenRun {
  readonly execution: RunExecution;
  #handle: RunHandle | null = null;

  constructor(execution: RunExecution) {
    this.execution = execution;
  }

  get handle(): RunHandle {
    this.#handle ??= createHandle(this.execution);
    return this.#handle;
  }
}

/** The runs that go on in an engine. */
export class OpenRuns {
  readonly #ports: RunnerPorts;
  readonly #ownership: Ownership;
  readonly #open = new Map<RunExecution, OpenRun>();
  readonly #byRunId = new Map<string, OpenRun>();
  /** What this engine has taken anew while it was still open here. */
  readonly #superseded = new WeakSet<RunExecution>();
  /** Runs that ended before their time, and are being given back. */
  readonly #parting = new Set<Promise<void>>();
  #stopIdle: (() => void) | null = null;

  constructor(ports: RunnerPorts, ownership: Ownership) {
    this.#ports = ports;
    this.#ownership = ownership;
  }

  get size(): number {
    return this.#open.size;
  }

  get executions(): readonly RunExecution[] {
    return [...this.#open.keys()];
  }

  get runIds(): readonly string[] {
    return this.executions.map(({ settings }) => settings.runId);
  }

  has(runId: string): boolean {
    return this.#byRunId.has(runId);
  }

  handleOf(runId: string): RunHandle | undefined {
    return this.#byRunId.get(runId)?.handle;
  }

  /** @param begin not waited for: a schema may never settle */
  follow(execution: RunExecution, signal: AbortSignal | undefined, begin: () => Promise<void>): OpenRun {
    const onAbort = () => execution.cancel(signal?.reason);
    execution.end.whenOver(() => {
      signal?.removeEventListener("abort", onAbort);
      this.#end(execution);
    });
    execution.result.catch(() => undefined); // whoever only follows the events has seen the failure there
    const open = new OpenRun(execution);
    const { runId } = execution.settings;
    this.#open.set(execution, open);
    // A second one under the id of a run that is open will be refused by the store.
    if (!this.has(runId)) this.#byRunId.set(runId, open);
    this.#stopIdle ??= this.#ports.onIdle(() => this.#onIdle());
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
    void begin();
    return open;
  }

  /** Ends those that others have taken, and gives back what the store says that is here and is not. */
  async reconcile(): Promise<void> {
    for (const execution of this.executions) {
      const { lease, settings, view } = execution;
      if (lease === null || !execution.hasBegun || view.finishedAt !== null) continue; // the store answers to its last write
      if (!(await this.#ownership.holds(settings.runId, lease))) execution.loseLease();
    }
    for (const runId of await this.#ownership.held()) {
      if (!this.has(runId)) await this.#ownership.giveBack(runId);
    }
  }

  /** The run was taken anew: what is left of it here has lost it, and must not give it back. */
  supersede(runId: string): void {
    const open = this.#byRunId.get(runId);
    if (open === undefined) return;
    this.#superseded.add(open.execution);
    this.#byRunId.delete(runId);
    open.execution.loseLease();
  }

  /** Cancels them, and their `always` steps after a grace period; resolves when they are over. */
  async endAll(reason: unknown, gracePeriodMs: number): Promise<void> {
    if (this.#open.size === 0) return;
    const { clock } = this.#ports;
    const cancelAll = () => {
      for (const execution of this.executions) execution.cancel(reason);
    };
    cancelAll();
    const cancelTimer = clock.setTimer(clock.now() + gracePeriodMs, cancelAll);
    await this.ended();
    cancelTimer();
  }

  /** Ends them here; each is given back to the store as it is. */
  leaveAll(): void {
    for (const execution of this.executions) this.#leave(execution, "closed");
  }

  /** Resolves when all that go on now are over, and given back. */
  async ended(): Promise<void> {
    await Promise.all(this.executions.map((execution) => execution.result.catch(() => undefined)));
    await Promise.all(this.#parting);
  }

  #leave(execution: RunExecution, why: "closed" | "waiting"): void {
    const { settings, plan, hasBegun } = execution;
    execution.fail(hasBegun ? new RunLeftError(settings.runId, plan.name, why) : neverBegan(plan.name));
  }

  #end(execution: RunExecution): void {
    const { runId } = execution.settings;
    this.#open.delete(execution);
    if (this.#byRunId.get(runId)?.execution === execution) this.#byRunId.delete(runId);
    const isOthers = this.#superseded.has(execution) || this.has(runId);
    if (execution.hasBegun && !execution.isFinished && !isOthers) this.#part(runId);
    if (this.#open.size > 0) return;
    this.#ownership.rest();
    this.#stopIdle?.();
    this.#stopIdle = null;
  }

  #part(runId: string): void {
    const parting = this.#ownership.giveBack(runId).then(() => {
      this.#parting.delete(parting);
    });
    this.#parting.add(parting);
  }

  #onIdle(): void {
    for (const execution of this.executions) {
      if (this.#ports.store.isShared && waitsForOthers(execution)) this.#leave(execution, "waiting");
      else execution.stall();
    }
  }
}

/** Whether another process can do what it waits for: send it an event, or end its pause. */
function waitsForOthers({ hasBegun, host }: RunExecution): boolean {
  return hasBegun && (host.root.tree.isPaused || dueAtOf(host.root) === Infinity);
}

/** The store has nothing of it, so nobody can go on with it. */
function neverBegan(workflow: string): CancelledError {
  const because = { kind: "cancel", reason: "the engine was closed" } as const;
  return new CancelledError(cancellationMessage(workflow, because, null), because);
}
