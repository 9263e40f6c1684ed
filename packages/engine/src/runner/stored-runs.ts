import type { Plan } from "../plan/plan.ts";
import type { Journal } from "../ports/store.ts";
import type { Run } from "../spans/run.ts";
import { createRunView } from "../views/run-view.ts";
import type { Runs } from "./engine.ts";
import type { RunnerPorts } from "./run-ports.ts";

/** The runs that the store keeps, shown by the plans by which they were started. */
export class StoredRuns implements Runs {
  readonly #ports: RunnerPorts;
  /** That of each run, for as long as its journal is kept. */
  readonly #plansByJournal = new WeakMap<Journal, Plan>();
  /** For stores that give another journal each time: the last plan of each workflow name. */
  readonly #plansByName = new Map<string, Plan>();

  constructor(ports: RunnerPorts) {
    this.#ports = ports;
  }

  remember(plan: Plan, journal: Journal): void {
    this.#plansByName.set(plan.name, plan);
    if (!this.#plansByJournal.has(journal)) this.#plansByJournal.set(journal, plan);
  }

  planNamed(name: string): Plan | undefined {
    return this.#plansByName.get(name);
  }

  async list(): Promise<readonly Run[]> {
    const runs = await Promise.all((await this.#ports.store.list()).map((runId) => this.get(runId)));
    return runs.filter((run) => run !== undefined);
  }

  async get(runId: string): Promise<Run | undefined> {
    const journal = this.#ports.store.open(runId);
    const events = await journal.read(0, Infinity);
    const first = events[0];
    if (first?.type !== "run-started") return undefined;
    const plan =
      this.#plansByJournal.get(journal) ??
      this.#plansByName.get(first.workflow) ??
      this.#ports.workflows.get(first.workflow);
    if (plan === undefined) return undefined;
    const core = this.#ports.createCore(plan);
    for (const event of events) core.apply(event);
    return createRunView(core.state);
  }
}
