import type { ActiveContext } from "../context/active-context.ts";
import { readByKey, variableOfKey } from "../context/key-notation.ts";
import type { LambdaScope, ReadSpan } from "../context/lambda-scope.ts";
import type { RunContext } from "../context/run-context.ts";
import type { StepContext } from "../context/step-context.ts";
import type { Span } from "../spans/span.ts";
import { share } from "../state/record.ts";
import { spanOf } from "../views/step-span.ts";
import type { AttemptEnvironment } from "./attempt-environment.ts";

/** What the exported `stepSpan` and its kin see in a body. Makes its parts when they are asked for: most steps use none. */
export class BodyContext implements ActiveContext {
  readonly #environment: AttemptEnvironment;
  readonly #index: number;
  readonly #attempt: StepContext;
  #reader: ReadSpan | null = null;

  constructor(environment: AttemptEnvironment, index: number, attempt: StepContext) {
    this.#environment = environment;
    this.#index = index;
    this.#attempt = attempt;
  }

  get stepSpan(): ReadSpan {
    this.#reader ??= this.#environment.readerOf(this.#index);
    return this.#reader;
  }

  get currentSpan(): Span {
    return spanOf(this.#environment.state, this.#index);
  }

  get parentSpan(): LambdaScope["parentSpan"] {
    return this.#environment.rootSpan;
  }

  get runContext(): RunContext {
    const { state, rootSpan } = this.#environment;
    return {
      runId: this.#attempt.run.id,
      workflow: this.#attempt.run.workflow,
      input: share(state.run?.input),
      getData: (key) =>
        readByKey(key, {
          current: this.currentSpan,
          parent: rootSpan,
          stepNames: state.plan.indexByName,
          readStep: (name) => this.stepSpan(name, { default: null }),
        }),
      setData: (key, value) => this.#attempt.span.set(variableOfKey(key), value),
    };
  }
}
