import { parseAtBorder } from "../borders/parse-at-border.ts";
import { createRunView } from "../core/run-view.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { suggest } from "../errors/suggest.ts";
import type { Plan } from "../plan/plan.ts";
import type { Journal } from "../ports/store.ts";
import type { Run } from "../spans/run.ts";
import { record } from "../state/record.ts";
import type { Engine, RunHandle, RunOptions } from "./engine.ts";
import { createEventStream } from "./event-stream.ts";
import { RunExecution } from "./run-execution.ts";
import { settingsOf } from "./run-options.ts";
import type { RunnerPorts } from "./run-ports.ts";
import type { Runnable } from "./runnable.ts";

/** An engine over ports; `createEngine` gives it those of this process. */
export function createRunEngine(ports: RunnerPorts, gracePeriodMs: number): Engine {
  return new RunEngine(ports, gracePeriodMs);
}

class RunEngine implements Engine {
  readonly #ports: RunnerPorts;
  readonly #gracePeriodMs: number;
  readonly #open = new Set<RunExecution>();
  /** The plans by which runs were started, to show their runs later: that of each run, for as long as its journal is kept. */
  readonly #plansByJournal = new WeakMap<Journal, Plan>();
  /** For stores that give another journal each time: the last plan of each workflow name. */
  readonly #plansByName = new Map<string, Plan>();
  #stopIdle: (() => void) | null = null;
  #closing: Promise<void> | null = null;

  constructor(ports: RunnerPorts, gracePeriodMs: number) {
    this.#ports = ports;
    this.#gracePeriodMs = gracePeriodMs;
  }

  // The declarations in Engine type the callers; here the values are unknown.
  async run<Output, Outputs>(
    workflow: Runnable<unknown, Output, Outputs>,
    input?: unknown,
    options?: RunOptions,
  ): Promise<Run<Output, Outputs>> {
    return this.start(workflow, input, options).result;
  }

  start<Output, Outputs>(
    workflow: Runnable<unknown, Output, Outputs>,
    input?: unknown,
    options: RunOptions = {},
  ): RunHandle<Output, Outputs> {
    const plan = this.#checkedPlan(workflow);
    const settings = settingsOf(options, plan, { runId: this.#ports.createRunId, gracePeriodMs: this.#gracePeriodMs });
    const execution = new RunExecution(plan, this.#ports, settings);
    this.#plansByName.set(plan.name, plan);
    if (!this.#plansByJournal.has(execution.journal)) this.#plansByJournal.set(execution.journal, plan);
    const result = this.#follow(execution, input, options.signal);
    result.catch(() => undefined); // whoever only follows the events has seen the failure there
    return {
      runId: settings.runId,
      result: result as Promise<Run<Output, Outputs>>, // the dsl gave the plan these types
      events: createEventStream(execution),
      cancel: (reason) => execution.cancel(reason),
    };
  }

  readonly runs = {
    list: async (): Promise<readonly Run[]> => {
      const runs = await Promise.all((await this.#ports.store.list()).map((runId) => this.runs.get(runId)));
      return runs.filter((run) => run !== undefined);
    },
    get: async (runId: string): Promise<Run | undefined> => {
      const journal = this.#ports.store.open(runId);
      const events = await journal.read(0, Infinity);
      const first = events[0];
      if (first?.type !== "run-started") return undefined;
      const plan = this.#plansByJournal.get(journal) ?? this.#plansByName.get(first.workflow);
      if (plan === undefined) return undefined;
      const core = this.#ports.createCore(plan);
      for (const event of events) core.apply(event);
      return createRunView(core.state);
    },
  };

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
      for (const execution of this.#open) execution.cancel(reason);
    };
    const ends = [...this.#open].map((execution) => execution.result.catch(() => undefined));
    cancelAll();
    const cancelTimer = ends.length === 0 ? null : clock.setTimer(clock.now() + this.#gracePeriodMs, cancelAll);
    await Promise.all(ends);
    cancelTimer?.();
    executor.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #follow(execution: RunExecution, input: unknown, signal: AbortSignal | undefined): Promise<Run> {
    const onAbort = () => execution.cancel(signal?.reason);
    this.#open.add(execution);
    this.#stopIdle ??= this.#ports.onIdle(() => this.#onIdle());
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
    try {
      void this.#begin(execution, input); // not waited for: a schema may never settle
      return await execution.result;
    } finally {
      signal?.removeEventListener("abort", onAbort);
      this.#open.delete(execution);
      if (this.#open.size === 0) {
        this.#stopIdle?.();
        this.#stopIdle = null;
      }
    }
  }

  async #begin(execution: RunExecution, input: unknown): Promise<void> {
    const { plan } = execution;
    const what = `The input of workflow "${plan.name}"`;
    try {
      // Recorded before start returns: the caller may change its input afterwards.
      const parsed = plan.input === null ? input : parseAtBorder(plan.input, input, what);
      if (parsed instanceof Promise) execution.awaitInput();
      const recorded = record(parsed instanceof Promise ? await parsed : parsed, what);
      await undefined; // the caller has its handle before anything happens
      execution.begin(recorded);
    } catch (error) {
      if (!execution.hasBegun) execution.fail(error);
    }
  }

  #onIdle(): void {
    for (const execution of this.#open) execution.stall();
  }

  #checkedPlan(workflow: { readonly plan?: Plan } | null | undefined): Plan {
    const plan = workflow?.plan;
    if (plan === undefined || !Array.isArray(plan?.steps)) {
      throw new DefinitionError(
        "The engine was asked to run what is no workflow. Give a workflow, as workflow(name) makes it.",
      );
    }
    if (this.#closing !== null)
      throw new DefinitionError(
        `The engine was closed, so it cannot run workflow "${plan.name}". Create another engine.`,
      );
    for (const queue of plan.queues) {
      if (this.#ports.executor.queues.has(queue)) continue;
      const step = plan.steps.find((candidate) => candidate.queue === queue)?.name;
      throw new DefinitionError(
        `Step "${step}" of workflow "${plan.name}" asks for queue "${queue}", which the engine does not have.${suggest(queue, this.#ports.executor.queues)} Declare it: createEngine({ queues: { ${JSON.stringify(queue)}: { concurrency: 4 } } }).`,
      );
    }
    return plan;
  }
}
