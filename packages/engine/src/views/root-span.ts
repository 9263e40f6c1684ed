import type { CoreState } from "../core/state.ts";
import { runPathOf } from "../core/units.ts";
import { CancelledError } from "../errors/run-errors.ts";
import type { CancelReason, RunSpan, Span } from "../spans/span.ts";
import { share } from "../state/record.ts";
import { type InspectArguments, inspectMethod, inspectSpan, spanForJson } from "./plain-view.ts";
import { spanOf } from "./step-span.ts";

/** The span of the run: above all steps, with the workflow's input, the run's output and the usage of all. */
export function createRootSpan(state: CoreState): RunSpan {
  return new RootSpan(state) as unknown as RunSpan; // which fields are null follows from the status, as in the union
}

const none = Object.freeze([]);
const noVars = Object.freeze({});
const notWaited = Object.freeze({ dependencies: 0, slot: 0, retry: 0 });

/** What a run has none of, once for all of them. */
const absent = {
  ...{ parentId: null, skipped: null, vars: noVars, waited: notWaited, logs: none, attempts: none, waits: none },
  ...{ dependencies: none, stateChanges: none, items: none, stretches: none },
};

class RootSpan {
  readonly #state: CoreState;

  constructor(state: CoreState) {
    this.#state = state;
    Object.freeze(this); // all readers in the run share it
  }

  get name(): string {
    return this.#state.plan.name;
  }

  get path(): string {
    return runPathOf(this.#state);
  }

  get steps(): readonly Span[] {
    return Object.freeze(this.#state.plan.steps.map((_step, index) => spanOf(this.#state, index)));
  }

  get id(): string {
    return this.#state.run?.runId ?? "";
  }

  get status() {
    return this.#state.finished?.status ?? (this.#state.run === null ? "pending" : "running");
  }

  get input(): unknown {
    return share(this.#state.run?.input);
  }

  get output(): unknown {
    return this.status === "succeeded" ? share(this.#state.finished?.output) : undefined;
  }

  get error(): Error | null {
    return this.status === "failed" ? (this.#state.finished?.errors[0] ?? null) : null;
  }

  /** The reason is that of the halt, or of a cancel that came when all steps had settled. */
  get cancelled(): CancelReason | null {
    if (this.status !== "cancelled") return null;
    const error = this.#state.finished?.errors.find((candidate) => candidate instanceof CancelledError);
    return this.#state.halt ?? error?.because ?? null;
  }

  get usage(): Readonly<Record<string, number>> {
    return Object.freeze({ ...this.#state.rootUsage });
  }

  get queuedAt(): number | null {
    return this.startedAt;
  }

  get startedAt(): number | null {
    return this.#state.run === null ? null : this.#state.startedAt;
  }

  get finishedAt(): number | null {
    return this.#state.finished?.time ?? null;
  }

  get duration(): number {
    return this.#state.run === null ? 0 : (this.finishedAt ?? this.#state.tree.now) - this.#state.startedAt;
  }

  toJSON(): object {
    return spanForJson(this as unknown as RunSpan);
  }

  [inspectMethod](...given: InspectArguments): unknown {
    return inspectSpan(this as unknown as RunSpan, given);
  }
}
Object.assign(RootSpan.prototype, absent);
