import type { EventDefinition } from "../context/event-definition.ts";
import type { Resources } from "../context/resources.ts";
import type { StateLayer, StepStateLayer } from "../context/state-layers.ts";
import type {
  AttemptMetadata,
  FlowStateOf,
  LogWriter,
  RunIdentity,
  SpanWriter,
  StepContext,
  UndeclaredTypes,
  UsageWriter,
  WaitOptions,
} from "../context/step-context.ts";
import type { Attempt } from "./attempt.ts";

/** What a body gets of its attempt. The runner never looks here, so whatever a body does to it is its own affair. */
export class AttemptContext implements StepContext {
  readonly #attempt: Attempt;

  constructor(attempt: Attempt) {
    this.#attempt = attempt;
  }

  get input(): unknown {
    return this.#attempt.input;
  }

  get attempt(): number {
    return this.#attempt.number;
  }

  get run(): RunIdentity {
    return this.#attempt.run;
  }

  get step(): string {
    return this.#attempt.definition.name;
  }

  get path(): string {
    return this.#attempt.path;
  }

  get metadata(): AttemptMetadata {
    return this.#attempt.metadata;
  }

  get signal(): AbortSignal {
    return this.#attempt.signal;
  }

  get idempotencyKey(): string {
    return `${this.#attempt.environment.rootRunId}/${this.#attempt.path}`;
  }

  get span(): SpanWriter {
    return this.#attempt.writers.span;
  }

  get usage(): UsageWriter {
    return this.#attempt.writers.usage;
  }

  get log(): LogWriter {
    return this.#attempt.writers.log;
  }

  get state(): StateLayer {
    return this.#attempt.parts.state;
  }

  get stepState(): StepStateLayer {
    return this.#attempt.parts.stepState;
  }

  get flowState(): FlowStateOf<UndeclaredTypes["flowState"]> {
    return this.#attempt.parts.flowState;
  }

  get resources(): Resources {
    return this.#attempt.parts.resources;
  }

  // Got as functions that know their context: a body may take it apart, as in `({ page }, { emit }) => …`.

  get emit(): StepContext["emit"] {
    return (event, data) => this.#attempt.emit(event, data);
  }

  get send(): StepContext["send"] {
    return (event, data) => this.#attempt.send(event, data);
  }

  get waitFor(): StepContext["waitFor"] {
    return <Data>(event: EventDefinition<Data>, options?: WaitOptions<Data>) =>
      this.#attempt.waits.waitFor(event, options) as Promise<Data>; // the event's schema made it
  }

  get sleep(): StepContext["sleep"] {
    return async (duration) => {
      await this.#attempt.waits.sleep(duration);
    };
  }

  get stop(): StepContext["stop"] {
    const { environment, path, number } = this.#attempt;
    return (output) => environment.stop({ path, attempt: number }, output);
  }

  get snapshot(): StepContext["snapshot"] {
    return () => this.#attempt.parts.snapshot();
  }

  get fork(): StepContext["fork"] {
    return () => this.#attempt.parts.fork();
  }
}
