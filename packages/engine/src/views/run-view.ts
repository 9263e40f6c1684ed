import { unhandledEvents } from "../core/mailbox.ts";
import type { CoreState } from "../core/state.ts";
import { pathAt } from "../core/units.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { suggest } from "../errors/suggest.ts";
import { chromeTrace } from "../pictures/chrome-trace.ts";
import { runPicture } from "../pictures/run-picture.ts";
import type { ChromeTrace } from "../spans/chrome-trace.ts";
import type { CriticalLink } from "../spans/critical-link.ts";
import type { RerunOf, Run, RunPictureOptions, RunStatus, UnhandledEvent } from "../spans/run.ts";
import type { RunSpan, Span } from "../spans/span.ts";
import { share } from "../state/record.ts";
import { criticalPath } from "./critical-path.ts";
import { type InspectArguments, inspectMethod, inspectRun, runForJson } from "./plain-view.ts";
import { createRootSpan } from "./root-span.ts";
import { spanOf, spanOfRecord } from "./step-span.ts";

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
    return this.#state.finished?.status ?? openStatus(this.#state);
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

  get rerunOf(): RerunOf | null {
    return this.#state.run?.rerunOf ?? null;
  }

  get spans(): readonly Span[] {
    const { byPrefix, startOrder } = this.#state.tree;
    const runs = byPrefix.size === 0 ? [this.#state] : [...byPrefix.values()];
    return Object.freeze([...startOrder.map(spanOfRecord), ...runs.flatMap(neverStarted)]);
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

  spanAt(path: string): Span {
    const state = this.#state.tree.byPrefix.get(path.slice(0, path.lastIndexOf("/") + 1));
    const own = state === undefined ? path : path.slice(state.prefix.length);
    const index = state?.plan.indexByPath.get(own) ?? state?.unitByPath.get(own);
    if (state !== undefined && index !== undefined) return spanOf(state, index);
    const known = [...this.#state.tree.byPrefix.values()].flatMap(pathsOf);
    throw new DefinitionError(
      `Run ${this.runId} of workflow "${this.workflow}" has no span at ${JSON.stringify(path)}.${suggest(path, known)}`,
    );
  }

  get unhandledEvents(): readonly UnhandledEvent[] {
    const events = unhandledEvents(this.#state);
    return Object.freeze(events.map(({ event, data, time }) => Object.freeze({ event, data: share(data), time })));
  }

  get state(): Readonly<Record<string, unknown>> {
    return share(this.#state.values.all());
  }

  get usage(): Readonly<Record<string, number>> {
    return this.rootSpan.usage;
  }

  get errors(): readonly Error[] {
    return this.#state.finished?.errors ?? Object.freeze(this.#state.errors.slice());
  }

  get criticalPath(): readonly CriticalLink[] {
    return criticalPath(this.#state);
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

  toSvg(options: RunPictureOptions): string {
    return runPicture(this.#state.plan, this, options);
  }

  toChromeTrace(): ChromeTrace {
    return chromeTrace(this);
  }

  toJSON(): object {
    return runForJson(this);
  }

  [inspectMethod](...given: InspectArguments): unknown {
    return inspectRun(this, given);
  }
}

function openStatus({ tree }: CoreState): RunStatus {
  if (tree.isParked) return "parked";
  return tree.isPaused ? "paused" : "running";
}

/** In the order written, items behind the steps. */
function neverStarted(state: CoreState): readonly Span[] {
  return indexesOf(state)
    .filter((index) => (state.records[index]?.startedAt ?? null) === null)
    .map((index) => spanOf(state, index));
}

function pathsOf(state: CoreState): readonly string[] {
  return indexesOf(state).map((index) => pathAt(state, index));
}

function indexesOf(state: CoreState): readonly number[] {
  return Array.from({ length: state.plan.steps.length + state.units.length }, (_none, index) => index);
}
