import type { WorkflowContext } from "@restatedev/restate-sdk";
import { serde } from "@restatedev/restate-sdk";
import type { Plan, StepDefinition } from "@stepspan/engine";
import { defaultPool, runService, stepsService, workersHandler } from "../protocol/names.ts";

/** Asks for the workers of a service. */
export interface PoolQuestion {
  readonly service: string;
  /** The invocation of the run, which hears of them by its inbox. */
  readonly replyTo: string;
}

/**
 * The pools of a run. A call of a service that Restate does not know would hold up the whole run, so the steps of a pool
 * wait here until its workers are there; those that were there when the run was started need not be asked.
 */
export class PoolGate {
  readonly #context: WorkflowContext;
  readonly #plan: Plan;
  readonly #ready: Set<string>;
  /** By service: what to do when it is there, by the paths of the steps. */
  readonly #waiting = new Map<string, Map<string, () => void>>();

  /** @param plan of the outermost workflow: all steps below it are its workers' */
  constructor(context: WorkflowContext, plan: Plan, ready: readonly string[]) {
    this.#context = context;
    this.#plan = plan;
    this.#ready = new Set(ready);
  }

  serviceOf({ pool }: StepDefinition): string {
    return stepsService(this.#plan.name, this.#plan.version, pool ?? defaultPool);
  }

  whenReady(step: StepDefinition, path: string, act: () => void): void {
    const service = this.serviceOf(step);
    if (this.#ready.has(service)) return act();
    const waiting = this.#waiting.get(service);
    if (waiting !== undefined) return void waiting.set(path, act);
    this.#waiting.set(service, new Map([[path, act]]));
    const { name, version } = this.#plan;
    const own = { service: runService(name, version), key: this.#context.key, method: workersHandler };
    const parameter: PoolQuestion = { service, replyTo: this.#context.request().id };
    this.#context.genericSend({ ...own, parameter, inputSerde: serde.json });
  }

  forget(path: string): void {
    for (const waiting of this.#waiting.values()) waiting.delete(path);
  }

  /** The workers of a service are there. */
  open(service: string): void {
    this.#ready.add(service);
    const waiting = this.#waiting.get(service);
    this.#waiting.delete(service);
    for (const act of waiting?.values() ?? []) act();
  }
}
