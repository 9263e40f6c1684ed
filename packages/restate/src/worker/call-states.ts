import { StateError, type StepDefinition } from "@stepspan/engine";
import {
  type CoreState,
  createStepStates,
  type FlowStates,
  nameAt,
  RunStates,
  type StepStates,
  stepAt,
} from "@stepspan/engine/hosting";
import type { CallEffects } from "./call-effects.ts";
import type { KeptStates, WorkerParts } from "./worker-parts.ts";

/** What a call needs to reach the states of its run and of its step. */
interface CallStatesParts {
  readonly parts: WorkerParts;
  readonly state: CoreState;
  readonly index: number;
  readonly effects: CallEffects;
  /** Whether the step's state is to be read before the body is called. */
  readonly usesStepState: boolean;
  /** The body asks for the step's state, which was not read: it has to be called again. */
  readonly lacksStepState: () => void;
}

/**
 * The states as one call sees them. The step's own is read before the body is called and written before it is answered,
 * because the next call of the step may be in another process.
 */
export class CallStates {
  readonly #parts: CallStatesParts;
  readonly #steps: StepStates | null;
  readonly states: RunStates;
  /** False while the body only repeats itself, and once it has ended: then nothing of it is written. */
  isOpen: () => boolean = () => true;

  constructor(given: CallStatesParts) {
    this.#parts = given;
    const { parts, effects } = given;
    const { kept, values } = parts;
    this.#steps =
      kept === null ? null : createStepStates({ store: kept.store, record: values.record, onError: () => undefined });
    const prepare = () => undefined;
    const flows =
      kept === null ? { store: unreachable, queueOf: () => this.#refuse("flowState") } : this.#flowsOf(kept);
    this.states = new RunStates({ flows, steps: this.#cells(), prepare }, values, effects.write);
  }

  /** A promise if the state of the step has to be read. @throws StoreError (rejects) */
  prepare(): void | Promise<void> {
    const { state, index, usesStepState } = this.#parts;
    if (!usesStepState || this.#steps === null) return;
    const opened = this.#steps.open(state.plan.name, stepAt(state, index).name);
    if (opened instanceof Promise) return opened.then(() => undefined);
  }

  /** Waits until what the body changed of the step's state is written. @throws StoreError (rejects) */
  async flush(): Promise<void> {
    if (this.#parts.usesStepState) await this.#steps?.flush();
  }

  /** Whether the values of the step are there. */
  get hasStepState(): boolean {
    return this.#steps !== null && this.#parts.usesStepState;
  }

  /** @throws StateError if no state that outlives a run can be reached here */
  check(layer: "stepState" | "flowState"): void {
    if (this.#parts.parts.kept === null) this.#refuse(layer);
  }

  #refuse(layer: "stepState" | "flowState"): never {
    const { state, index } = this.#parts;
    throw new StateError(
      `Step "${nameAt(state, index)}" asks for context.${layer}, which lies with the Restate server, and its worker was not told where that is. Give serveSteps the server's ingress: serveSteps({ ingressUrl: "http://localhost:8080" }).`,
    );
  }

  #cells(): StepStates {
    const { lacksStepState } = this.#parts;
    const open: StepStates["open"] = (workflow, step) => {
      if (this.#steps === null) return this.#refuse("stepState");
      if (this.hasStepState) return this.#steps.open(workflow, step);
      lacksStepState();
      throw new StateError(`The state of step "${step}" is read now, and the step is called again with it.`);
    };
    return {
      open,
      countCall: (workflow, step) => this.#steps?.countCall(workflow, step),
      flush: () => Promise.resolve(),
    };
  }

  /** A body that repeats itself has changed them before: its transactions come to what they come to, and nothing is written. */
  #flowsOf({ store, flows }: KeptStates): FlowStates {
    return {
      queueOf: flows.queueOf,
      store: {
        read: (key) => store.read(key),
        write: (key, version, values) => (this.isOpen() ? store.write(key, version, values) : true),
      },
    };
  }
}

/** Nothing asks it: whoever wants to is refused before. */
const unreachable: FlowStates["store"] = {
  read: () => Promise.reject(new Error("Bug: a flow state was read without an ingress.")),
  write: () => Promise.reject(new Error("Bug: a flow state was written without an ingress.")),
};

const uses = new WeakMap<StepDefinition, boolean>();

/** Whether the source of a body says that it uses the step's state, so that it is read before. */
export function namesStepState(step: StepDefinition): boolean {
  const known = uses.get(step);
  if (known !== undefined) return known;
  const { form, keepInState } = step;
  const run = "body" in form && form.body.kind === "function" ? form.body.run : null;
  const names = run !== null && /\b(?:stepState|snapshot|fork)\b/.test(Function.prototype.toString.call(run));
  uses.set(step, names || keepInState.length > 0);
  return names || keepInState.length > 0;
}
