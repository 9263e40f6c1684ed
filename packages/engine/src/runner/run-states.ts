import type { FlowStateLayer } from "../context/state-layers.ts";
import type { EventBody } from "../core/events.ts";
import type { CoreState } from "../core/state.ts";
import { createFlowStateLayer } from "../layers/flow-state-layer.ts";
import { createFlowStates, type FlowStates, readFlowState } from "../layers/flow-states.ts";
import { initialState } from "../layers/initial-state.ts";
import type { StateSource } from "../layers/state-layer.ts";
import { acceptedPatches, type StateRules } from "../layers/state-rules.ts";
import type { StepCell } from "../layers/step-cell.ts";
import { type StepStateSource, stepStateSource } from "../layers/step-state-layer.ts";
import type { Plan } from "../plan/plan.ts";
import type { StatePatch } from "../spans/span.ts";
import { applyStatePatches, StateValues } from "../state/state-values.ts";
import type { Values as Recorder } from "../state/values.ts";
import type { EngineStates } from "./engine-states.ts";

type Values = Readonly<Record<string, unknown>>;
type StateChanged = Extract<EventBody, { type: "state-changed" }>;

/** The states of one run and of its child runs; what changes in them is written to its journal. */
export class RunStates {
  readonly #shared: EngineStates;
  readonly #recorder: Recorder;
  readonly #write: (event: StateChanged) => void;
  /** The flow states of child runs that captured their own. */
  readonly #own = new WeakMap<CoreState, FlowStates>();

  constructor(shared: EngineStates, recorder: Recorder, write: (event: StateChanged) => void) {
    this.#shared = shared;
    this.#recorder = recorder;
    this.#write = write;
  }

  rulesOf(plan: Plan): StateRules {
    const what = `The state of workflow ${JSON.stringify(plan.name)}`;
    return { what, schema: plan.state, record: this.#recorder.record };
  }

  /** The values with which a run begins: those that its schema gives, and what was captured. @throws StateError */
  begin(plan: Plan, captured: Values): Values {
    const rules = this.rulesOf(plan);
    const values = initialState(rules);
    const patches = Object.entries(captured).map(([key, value]): StatePatch => ({ op: "add", path: [key], value }));
    return patches.length === 0
      ? values
      : applyStatePatches(values, acceptedPatches(rules, new StateValues(values), patches));
  }

  /** @param path of the step that changes it; @param isOpen false once its changes are ignored */
  stateSource(state: CoreState, path: string, isOpen: () => boolean): StateSource {
    return {
      ...this.rulesOf(state.plan),
      values: () => state.values,
      commit: (patches) => this.#changed(path, "state", patches, isOpen),
    };
  }

  stepStateSource(state: CoreState, step: string, path: string, isOpen: () => boolean): StepStateSource {
    const cell = this.#cellOf(state.plan.name, step);
    return stepStateSource({
      ...{ workflow: state.plan.name, step, cell, record: this.#recorder.record, isOpen },
      onCommit: (patches) => this.#changed(path, "stepState", patches, isOpen),
    });
  }

  /** Reads the state of a step before it is called, if that takes time. @throws StoreError */
  prepare(state: CoreState, step: string): void | Promise<void> {
    return this.#shared.prepare(state.plan.name, step);
  }

  /** Notes that `run` of a step was called which looks at its state. */
  countCall(state: CoreState, step: string): void {
    this.#cellOf(state.plan.name, step).countCall();
  }

  /** Undefined if the workflow declares none. */
  flowState(state: CoreState, path: string, isOpen: () => boolean): FlowStateLayer | undefined {
    const { name: workflow, flowState: schema } = state.plan;
    if (schema === null && state.flowValues === null) return undefined;
    return createFlowStateLayer({
      ...{ states: this.#flowsOf(state), workflow, schema, record: this.#recorder.record },
      onCommit: (patches) => this.#changed(path, "flowState", patches, isOpen),
    });
  }

  async readFlowState(state: CoreState): Promise<Values> {
    if (state.flowValues !== null) return state.flowValues.all();
    const { name: workflow, flowState: schema } = state.plan;
    const what = `The flow state of workflow ${JSON.stringify(workflow)}`;
    const rules = { what, workflow, schema, record: this.#recorder.record };
    return (await readFlowState(this.#shared.flows.store, rules)).values;
  }

  /** What an attempt that is over still changes is ignored. */
  #changed(path: string, layer: StateChanged["layer"], patches: readonly StatePatch[], isOpen: () => boolean): void {
    if (isOpen()) this.#write({ type: "state-changed", path, layer, patches });
  }

  #cellOf(workflow: string, step: string): StepCell {
    const cell = this.#shared.steps.open(workflow, step);
    if (!(cell instanceof Promise)) return cell;
    cell.catch(() => undefined); // it failed before, and was told then
    throw new Error("Bug: the state of a step was not read before it was called.");
  }

  #flowsOf(state: CoreState): FlowStates {
    if (state.flowValues === null) return this.#shared.flows;
    const known = this.#own.get(state) ?? createFlowStates(ownStore(state));
    this.#own.set(state, known);
    return known;
  }
}

/** The flow state that a child run captured lives in its journal: what is written comes there as an event. */
function ownStore(state: CoreState): FlowStates["store"] {
  let version = 1;
  return {
    read: () => ({ values: state.flowValues?.all() ?? {}, version }),
    write: (_key, expected) => {
      if (expected !== version) return false;
      version++;
      return true;
    },
  };
}
