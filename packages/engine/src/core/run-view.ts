import { DefinitionError } from "../errors/definition-errors.ts";
import { suggest } from "../errors/suggest.ts";
import type { Run, RunStatus } from "../spans/run.ts";
import type { RunSpan, Span } from "../spans/span.ts";
import { share } from "../state/record.ts";
import { type InspectArguments, inspectMethod, inspectRun, runForJson } from "./plain-view.ts";
import { createRootSpan } from "./root-span.ts";
import type { CoreState } from "./state.ts";
import { spanOf } from "./step-span.ts";

/** A run looked at from outside: a read-only view of what its events add up to. */
export function createRunView(state: CoreState): Run {
  return new RunView(state);
}

class RunView implements Run {
  readonly #state: CoreState;
  readonly rootSpan: RunSpan;

  constructor(state: CoreState) {
    this.#state = state;
    this.rootSpan = createRootSpan(state);
  }

  get runId(): string {
    return this.#state.run?.runId ?? "";
  }

  get workflow(): string {
    return this.#state.plan.name;
  }

  get status(): RunStatus {
    return this.#state.finished?.status ?? "running";
  }

  get input(): unknown {
    return this.rootSpan.input;
  }

  get output(): unknown {
    return share(this.#state.finished?.output);
  }

  get metadata(): Readonly<Record<string, unknown>> {
    return share(this.#state.run?.metadata ?? {});
  }

  get parentRunId(): string | null {
    return this.#state.run?.parentRunId ?? null;
  }

  get spans(): readonly Span[] {
    const { startOrder, plan } = this.#state;
    const indexes = plan.steps.map((_step, index) => index);
    const neverStarted = indexes.filter((index) => (this.#state.records[index]?.startedAt ?? null) === null);
    return Object.freeze([...startOrder, ...neverStarted].map((index) => spanOf(this.#state, index)));
  }

  span(name: string): Span {
    const { indexByName } = this.#state.plan;
    const index = indexByName.get(name);
    if (index === undefined) {
      throw new DefinitionError(
        `Workflow "${this.workflow}" has no step "${name}".${suggest(name, indexByName.keys())}`,
      );
    }
    return spanOf(this.#state, index);
  }

  get usage(): Readonly<Record<string, number>> {
    return this.rootSpan.usage;
  }

  get errors(): readonly Error[] {
    return this.#state.finished?.errors ?? Object.freeze(this.#state.errors.slice());
  }

  get startedAt(): number {
    return this.#state.startedAt;
  }

  get finishedAt(): number | null {
    return this.rootSpan.finishedAt;
  }

  get duration(): number {
    return this.rootSpan.duration;
  }

  toJSON(): object {
    return runForJson(this);
  }

  [inspectMethod](...given: InspectArguments): unknown {
    return inspectRun(this, given);
  }
}
