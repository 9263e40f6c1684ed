import type { EventDefinition } from "../context/event-definition.ts";
import type { ReadSpan } from "../context/lambda-scope.ts";
import type { RunIdentity } from "../context/step-context.ts";
import type { EmittedEvent } from "../core/events.ts";
import type { Fact } from "../core/facts.ts";
import type { CoreState } from "../core/state.ts";
import type { RunSpan } from "../spans/span.ts";
import type { ClassRegistry } from "../state/class-registry.ts";
import type { Values } from "../state/values.ts";
import type { ContextParts, PartsOfAttempt } from "./context-parts.ts";
import type { WriteEvent } from "./span-writers.ts";

/** What all attempts of a run, or of a child run, have in common. */
export interface AttemptEnvironment {
  readonly state: CoreState;
  /** The id of the run that the outermost workflow belongs to. */
  readonly rootRunId: string;
  readonly rootSpan: RunSpan;
  readonly identity: RunIdentity;
  readonly write: WriteEvent;
  readonly post: (fact: Fact) => void;
  readonly now: () => number;
  /** What has to be read before the body of a step is called; a promise if that takes time. @throws StoreError */
  readonly prepare: (step: string) => void | Promise<void>;
  /** Reads other spans for the body of a step, or of an item of one. */
  readonly readerOf: (index: number) => ReadSpan;
  /**
   * Whether a body is called anew for each of its waits that is over, and not only after a restart: what it wrote on its
   * way to a wait that is recorded is kept then, and not written again.
   */
  readonly isCalledAnew: boolean;
  readonly contextParts: (attempt: PartsOfAttempt) => ContextParts;
  /** Tells whoever listens outside. */
  readonly tell: (event: EmittedEvent) => void;
  readonly classes: ClassRegistry | null;
  readonly values: Values;
  /** Sends an event to the steps of the run. */
  readonly send: (path: string, event: EventDefinition<unknown, never>, data: unknown) => void;
  /** Ends the run well. */
  readonly stop: (attempt: { readonly path: string; readonly attempt: number }, output: unknown) => void;
}
