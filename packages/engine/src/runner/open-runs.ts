import { RunLeftError } from "../errors/parting-errors.ts";
import type { RunHandle } from "./engine.ts";
import type { Ownership } from "./ownership.ts";
import type { RunExecution } from "./run-execution.ts";
import { createHandle } from "./run-handle.ts";
import type { RunnerPorts } from "./run-ports.ts";

/** A run that is going on. */
interface OpenRun {
  readonly execution: RunExecution;
  readonly handle: RunHandle;
}

/** The runs that go on in an engine. */
export class OpenRuns {
  readonly #ports: RunnerPorts;
  readonly #ownership: Ownership;
  readonly #open = new Map<RunExecution, OpenRun>();
  /** Runs that ended before their time, and are being given back. */
  readonly #parting = new Set<Promise<void>>();
  #stopIdle: (() => void) | null = null;

  constructor(ports: RunnerPorts, ownership: Ownership) {
    this.#ports = ports;
    this.#ownership = ownership;
  }

  get executions(): readonly RunExecution[] {
    return [...this.#open.keys()];
  }

  get runIds(): readonly string[] {
    return this.executions.map(({ settings }) => settings.runId);
  }

  handleOf(runId: string): RunHandle | undefined {
    return [...this.#open.values()].find(({ handle }) => handle.runId === runId)?.handle;
  }

  /** @param begin not waited for: a schema may never settle */
  follow(execution: RunExecution, signal: AbortSignal | undefined, begin: () => Promise<void>): RunHandle {
    const onAbort = () => execution.cancel(signal?.reason);
    const end = () => {
      signal?.removeEventListener("abort", onAbort);
      this.#end(execution);
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

  /** Ends those that others may have taken meanwhile, and in fact have. */
  async dropLost(): Promise<void> {
    for (const execution of this.executions) {
      const { lease, settings } = execution;
      if (lease === null || !execution.hasBegun) continue;
      if (!(await this.#ownership.holds(settings.runId, lease.epoch))) execution.loseLease();
    }
  }

  cancelAll(reason: unknown): void {
    for (const execution of this.executions) execution.cancel(reason);
  }

  /** Ends them here; each is given back to the store as it is. */
  leaveAll(): void {
    for (const execution of this.executions) {
      execution.fail(new RunLeftError(execution.settings.runId, execution.plan.name));
    }
  }

  /** Resolves when all that go on now are over, and given back. */
  async ended(): Promise<void> {
    await Promise.all(this.executions.map((execution) => execution.result.catch(() => undefined)));
    await Promise.all(this.#parting);
  }

  #end(execution: RunExecution): void {
    this.#open.delete(execution);
    if ((execution.stored > 0 || execution.isResumed) && execution.view.finishedAt === null)
      this.#part(execution.settings.runId);
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
    for (const execution of this.executions) execution.stall();
  }
}
