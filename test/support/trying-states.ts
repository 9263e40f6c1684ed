import { memoryStates } from "../../packages/engine/src/local/memory-states.ts";
import type { StateStore } from "../../packages/engine/src/ports/state-store.ts";

/** A store of states that answers later, each time after some turns, so that what is under way is mixed up. */
export function lateStates(turns: () => number, kept: StateStore = memoryStates()): StateStore {
  const later = async <Answer>(answer: () => Answer): Promise<Answer> => {
    for (let left = turns(); left > 0; left--) await null;
    const given = answer();
    for (let left = turns(); left > 0; left--) await null;
    return given;
  };
  return {
    read: (key) => later(() => kept.read(key)).then((read) => read),
    write: (key, version, values) => later(() => kept.write(key, version, values)).then((isDone) => isDone),
  };
}

/** A store of states that fails as long as it is told to. */
export interface FailingStates extends StateStore {
  failure: Error | null;
}

export function failingStates(kept: StateStore = memoryStates()): FailingStates {
  return {
    failure: null,
    read(key) {
      if (this.failure !== null) throw this.failure;
      return kept.read(key);
    },
    write(key, version, values) {
      if (this.failure !== null) throw this.failure;
      return kept.write(key, version, values);
    },
  };
}

/** Whole numbers from 0 to below `limit`, the same ones for the same seed. */
export function numbersFrom(seed: number, limit: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * limit);
  };
}
