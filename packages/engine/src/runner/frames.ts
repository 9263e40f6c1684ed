import type { AttemptEnvironment } from "../attempts/attempt-environment.ts";
import { createBodyReader } from "../attempts/body-reader.ts";
import type { CoreState } from "../core/state.ts";
import { createEvaluator, type Evaluator } from "../evaluation/evaluator.ts";
import { createRootSpan } from "../views/root-span.ts";
import { createContextSource } from "./context-source.ts";
import type { RunHost } from "./run-host.ts";
import { createStepSends } from "./step-sends.ts";

/** What the runner has for a run, or for a child run, besides its state. */
export interface Frame {
  readonly evaluator: Evaluator;
  readonly environment: AttemptEnvironment;
}

/** The frames of a run and of its child runs, each made when it is first asked for. */
export class Frames {
  readonly #host: RunHost;
  /** Null while there is one alone: most runs have no child run. */
  #frames: Map<CoreState, Frame> | null = null;
  /** What was asked for last: most ask for that again. */
  #lastState: CoreState | null = null;
  #last: Frame | null = null;

  constructor(host: RunHost) {
    this.#host = host;
  }

  of(state: CoreState): Frame {
    return state === this.#lastState ? this.#last! : this.#turnTo(state); // it was set with the state
  }

  #turnTo(state: CoreState): Frame {
    if (this.#lastState !== null) this.#frames ??= new Map([[this.#lastState, this.#last!]]);
    const frame = this.#frames?.get(state) ?? this.#create(state);
    this.#frames?.set(state, frame);
    this.#lastState = state;
    this.#last = frame;
    return frame;
  }

  #create(state: CoreState): Frame {
    const host = this.#host;
    const { run } = state;
    const { now, states, values } = host;
    const rootSpan = createRootSpan(state);
    return {
      evaluator: createEvaluator(state, { now, rootSpan, states, values }),
      environment: {
        state,
        rootRunId: host.runId,
        rootSpan,
        identity: Object.freeze({
          id: run?.runId ?? host.runId,
          workflow: state.plan.name,
          metadata: run?.metadata ?? {},
          parentRunId: run?.parentRunId ?? null,
        }),
        write: host.loop.write,
        post: host.loop.post,
        now,
        tell: host.emissions.emit,
        classes: host.ports.classes,
        values,
        prepare: (step) => states.prepare(state, step),
        readerOf: (index) => createBodyReader(state, index),
        isCalledAnew: false,
        contextParts: createContextSource(host, state),
        ...createStepSends(host, state),
      },
    };
  }
}
