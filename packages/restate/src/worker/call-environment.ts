import { DefinitionError, type ReadSpan, type RunSpan } from "@stepspan/engine";
import {
  type AttemptEnvironment,
  type CoreState,
  createBodyReader,
  createRootSpan,
  nameAt,
  parseEventDataNow,
} from "@stepspan/engine/hosting";
import type { StepCall } from "../protocol/step-call.ts";
import type { CallEffects } from "./call-effects.ts";
import type { WorkerParts } from "./worker-parts.ts";

interface CallEnvironmentParts extends Pick<AttemptEnvironment, "post" | "now" | "prepare" | "contextParts" | "tell"> {
  readonly state: CoreState;
  readonly index: number;
  readonly call: StepCall;
  readonly parts: WorkerParts;
  readonly effects: CallEffects;
}

/** What the engine's attempts need of the run of the step that is called. */
export class CallEnvironment implements AttemptEnvironment {
  readonly #parts: CallEnvironmentParts;
  readonly #rootSpan: RunSpan;
  readonly state: CoreState;
  readonly rootRunId: string;
  readonly identity: AttemptEnvironment["identity"];
  readonly isCalledAnew = true;
  readonly write: AttemptEnvironment["write"];
  readonly post: AttemptEnvironment["post"];
  readonly now: AttemptEnvironment["now"];
  readonly prepare: AttemptEnvironment["prepare"];
  readonly contextParts: AttemptEnvironment["contextParts"];
  readonly tell: AttemptEnvironment["tell"];
  readonly classes: AttemptEnvironment["classes"];
  readonly values: AttemptEnvironment["values"];

  constructor(given: CallEnvironmentParts) {
    const { state, call, parts, effects } = given;
    const { id, metadata, parentRunId } = call.run;
    this.#parts = given;
    this.#rootSpan = createRootSpan(state);
    this.state = state;
    this.rootRunId = call.runId;
    this.identity = Object.freeze({ id, workflow: state.plan.name, metadata, parentRunId });
    this.write = effects.write;
    this.post = given.post;
    this.now = given.now;
    this.prepare = given.prepare;
    this.contextParts = given.contextParts;
    this.tell = given.tell;
    this.classes = parts.classes;
    this.values = parts.values;
  }

  /** @throws DefinitionError if the run has not sent it */
  get rootSpan(): RunSpan {
    if (this.#parts.call.spans === null) throw this.#notSent("reads its run by parentSpan or getRunContext", "input");
    return this.#rootSpan;
  }

  readerOf(index: number): ReadSpan {
    if (this.#parts.call.spans !== null) return createBodyReader(this.state, index);
    const read = (name: string) => {
      throw this.#notSent(`reads ${JSON.stringify(name)} by stepSpan`, `stepSpan(${JSON.stringify(name)}).output`);
    };
    return read as ReadSpan; // it gives nothing
  }

  send(_path: string, event: Parameters<AttemptEnvironment["send"]>[1], given: unknown): void {
    const { effects, parts } = this.#parts;
    const call = { place: `context.send of step "${this.#name}"`, classes: parts.classes };
    effects.send(event.name, parseEventDataNow(event, given, call));
  }

  stop(_attempt: Parameters<AttemptEnvironment["stop"]>[0], output: unknown): void {
    const { effects, parts } = this.#parts;
    effects.stop(parts.values.record(output, `What step "${this.#name}" stops the run with`));
  }

  get #name(): string {
    return nameAt(this.state, this.#parts.index);
  }

  #notSent(reads: string, what: string): DefinitionError {
    const scope = what.split("(")[0];
    return new DefinitionError(
      `Step "${this.#name}" ${reads} in a function outside of its run function. A worker is told of the run only if the run function itself names what it reads with. Pass the value as a parameter: params: { value: ({ ${scope} }) => ${what} }.`,
    );
  }
}
