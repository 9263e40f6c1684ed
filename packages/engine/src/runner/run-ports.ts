import type { Core } from "../core/core.ts";
import type { EmittedEvent, RunEvent } from "../core/events.ts";
import type { Redaction } from "../journal/redaction.ts";
import type { Plan } from "../plan/plan.ts";
import type { Clock } from "../ports/clock.ts";
import type { Executor } from "../ports/executor.ts";
import type { ObservedRun } from "../ports/observer.ts";
import type { Store } from "../ports/store.ts";
import type { ClassRegistry } from "../state/class-registry.ts";
import type { AroundAttempt } from "./around-attempt.ts";

/** What a runner needs of the outside; `createEngine` and the test hosts put it together. */
export interface RunnerPorts {
  readonly clock: Clock;
  readonly executor: Executor;
  readonly store: Store;
  /** Those of the engine, for all its runs. */
  readonly resources: Readonly<Record<string, unknown>>;
  /** What can be resumed by its name. */
  readonly workflows: ReadonlyMap<string, Plan>;
  /** Whose instances can be recorded; null for those of the language only. */
  readonly classes: ClassRegistry | null;
  /** What of a run may be stored and told. */
  readonly redaction: Redaction;
  readonly createCore: (plan: Plan) => Core;
  /** A number from 0 up to 1, for the jitter of retries. */
  readonly random: () => number;
  readonly createRunId: () => string;
  /** A short text that stands for a long one: never the same for two different ones. */
  readonly digest: (text: string) => string;
  /** Names the engine as an owner of runs: different for each. */
  readonly owner: string;
  /** Tells observers of stored events, and of emitted ones. */
  readonly publish: (events: readonly (RunEvent | EmittedEvent)[], run: ObservedRun) => void;
  /** Calls a body inside of what observers put around it; null if none does. */
  readonly aroundAttempt: AroundAttempt | null;
  /** Tells observers that they hear no more of the run. */
  readonly endObserved: (run: ObservedRun) => void;
  /** Calls when nothing outside can act any more; returns a function that takes the listener back. */
  readonly onIdle: (listener: () => void) => () => void;
  /** Resolves when the event loop has come round: timers have rung, and what arrived meanwhile was heard. */
  readonly nextTurn: () => Promise<void>;
}
