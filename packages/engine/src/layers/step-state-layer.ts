import type { StepStateLayer } from "../context/state-layers.ts";
import type { StatePatch } from "../spans/span.ts";
import { createStateLayer, type StateSource } from "./state-layer.ts";
import type { RecordValue } from "./state-rules.ts";
import type { StepCell } from "./step-cell.ts";

/** Where the values of a step are. */
export interface StepStateSource extends StateSource {
  readonly processCount: () => number;
}

/** A step's values in one run of it. */
export interface StepStateParts {
  readonly workflow: string;
  readonly step: string;
  readonly cell: StepCell;
  readonly record: RecordValue;
  /** False once the changes of the attempt are ignored. */
  readonly isOpen: () => boolean;
  /** Told of each change when it was made. */
  readonly onCommit: (patches: readonly StatePatch[]) => void;
}

/** The values of a cell as the source of a layer. */
export function stepStateSource({ workflow, step, cell, record, isOpen, onCommit }: StepStateParts): StepStateSource {
  return {
    what: `The state of step ${JSON.stringify(step)} of workflow ${JSON.stringify(workflow)}`,
    schema: null,
    record,
    values: () => cell.values,
    commit: (patches) => {
      if (!isOpen()) return;
      cell.change(patches);
      onCommit(patches);
    },
    processCount: () => cell.processCount,
  };
}

/** A layer over the values of a step. */
export function createStepStateLayer(source: StepStateSource): StepStateLayer {
  return Object.freeze(Object.assign(new ProcessCount(source), createStateLayer(source)));
}

/** A getter of a class: one of an object would give each layer a hidden class of its own. */
class ProcessCount {
  readonly #source: StepStateSource;

  constructor(source: StepStateSource) {
    this.#source = source;
  }

  get processCount(): number {
    return this.#source.processCount();
  }
}
