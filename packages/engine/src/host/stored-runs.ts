import type { RunEvent } from "../core/events.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import { checkJournal } from "../journal/check-journal.ts";
import type { PlanOutline } from "../plan/outline.ts";
import { outlineOf } from "../plan/outline-of.ts";
import type { Plan } from "../plan/plan.ts";
import type { RunQuery, StoredRun } from "../ports/run-index.ts";
import type { RunnerPorts } from "../runner/run-ports.ts";
import type { Run } from "../spans/run.ts";
import { createRunView } from "../views/run-view.ts";
import type { Runs } from "./engine.ts";

/** The runs that the store keeps, shown by the plans by which they were started. */
export class StoredRuns implements Runs {
  readonly #ports: RunnerPorts;
  /** By their outlines, which are in the first events of their runs for as long as a store in memory keeps those. */
  readonly #plansByOutline = new WeakMap<PlanOutline, Plan>();
  /** That of each run that went on with another plan, known by its first event. */
  readonly #plansByStart = new WeakMap<object, Plan>();
  /** For stores that make their events anew: the last plan of each workflow name. */
  readonly #plansByName = new Map<string, Plan>();

  constructor(ports: RunnerPorts) {
    this.#ports = ports;
  }

  remember(plan: Plan): void {
    if (this.#plansByName.get(plan.name) === plan) return;
    this.#plansByName.set(plan.name, plan);
    this.#plansByOutline.set(outlineOf(plan), plan);
  }

  /** @param started the first event of a run that goes on with this plan */
  rememberStart(plan: Plan, started: object): void {
    this.#plansByStart.set(started, plan);
  }

  planNamed(name: string): Plan | undefined {
    return this.#plansByName.get(name) ?? this.#ports.workflows.get(name);
  }

  /** The names of all workflows that the engine knows. */
  get names(): readonly string[] {
    return [...new Set([...this.#plansByName.keys(), ...this.#ports.workflows.keys()])];
  }

  async list(query?: RunQuery): Promise<readonly StoredRun[]> {
    return this.#ports.store.runs.list(query);
  }

  get(runId: string): Promise<Run | undefined> {
    return this.at(runId, Infinity);
  }

  async at(runId: string, sequence: number): Promise<Run | undefined> {
    checkSequence(sequence);
    const events = await this.#ports.store.open(runId).read(0, sequence);
    const first = events[0];
    if (first === undefined) return undefined;
    checkJournal(runId, events);
    if (first.type !== "run-started") return undefined;
    const plan = this.#planOf(first) ?? this.planNamed(first.workflow);
    if (plan === undefined) return undefined;
    const core = this.#ports.createCore(plan);
    for (const event of events) core.apply(event);
    return createRunView(core.state);
  }

  #planOf(started: Extract<RunEvent, { type: "run-started" }>): Plan | undefined {
    return this.#plansByStart.get(started) ?? this.#plansByOutline.get(started.outline);
  }
}

/** @throws DefinitionError for what is no sequence number */
export function checkSequence(sequence: unknown): void {
  if (sequence === Infinity || (Number.isInteger(sequence) && (sequence as number) >= 1)) return; // an integer is a number
  throw new DefinitionError(
    `engine.runs.at got ${describeThrown(sequence)} as the sequence number of an event. Give a whole number of at least 1, or Infinity for the last.`,
  );
}
