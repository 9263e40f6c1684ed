import type { StateLayer } from "../../packages/engine/src/context/state-layers.ts";
import { createStateLayer, type StateSource } from "../../packages/engine/src/layers/state-layer.ts";
import type { Schema } from "../../packages/engine/src/plan/schema.ts";
import type { StatePatch } from "../../packages/engine/src/spans/span.ts";
import { record } from "../../packages/engine/src/state/record.ts";
import { StateValues } from "../../packages/engine/src/state/state-values.ts";

/** A layer over values that a test keeps, with all changes that were committed. */
export interface KeptState {
  readonly layer: StateLayer;
  readonly source: StateSource;
  readonly commits: (readonly StatePatch[])[];
}

export function keptState(initial: Readonly<Record<string, unknown>> = {}, schema: Schema | null = null): KeptState {
  const values = new StateValues(record(initial, "The values"));
  const commits: (readonly StatePatch[])[] = [];
  const source: StateSource = {
    what: 'The state of workflow "w"',
    schema,
    record,
    values: () => values,
    commit: (patches) => {
      commits.push(patches);
      values.apply(patches);
    },
  };
  return { layer: createStateLayer(source), source, commits };
}

/** What a call throws. */
export function thrownBy(call: () => unknown): Error {
  try {
    call();
  } catch (thrown) {
    if (thrown instanceof Error) return thrown;
  }
  throw new Error("It threw no error.");
}
