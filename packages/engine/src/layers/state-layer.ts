import type { StateLayer } from "../context/state-layers.ts";
import { StateError } from "../errors/value-errors.ts";
import type { StatePatch } from "../spans/span.ts";
import { checkStateKey } from "../state/draft.ts";
import { share } from "../state/record.ts";
import { appendPatches, deletePatches, mergePatches, setPatches } from "./state-changes.ts";
import type { StateRules, Values } from "./state-rules.ts";
import { type Recipe, transactionOf } from "./transaction.ts";

/** Where the values of a layer are, and who keeps them. */
export interface StateSource extends StateRules {
  /** The values as they are now, recorded and frozen. */
  readonly read: () => Values;
  /** Called once for each change: `read` gives the new values as soon as it returns. Never called without patches. */
  readonly commit: (patches: readonly StatePatch[]) => void;
}

/**
 * A layer over values that are kept elsewhere. What a recipe of `update` returns is ignored, a promise apart, so that
 * `update((draft) => draft.count++)` can be written.
 */
export function createStateLayer(source: StateSource): StateLayer {
  const { what, read } = source;
  let isInRecipe = false;

  const commit = (patches: readonly StatePatch[]) => {
    if (patches.length > 0) source.commit(patches);
  };
  const refuseInRecipe = (verb: string) => {
    if (!isInRecipe) return;
    throw new StateError(
      `${what} got ${verb} inside of the recipe of an update. Change the draft of the recipe instead; nothing has changed.`,
    );
  };
  const update = (recipe: Recipe) => {
    refuseInRecipe("update");
    const before = read();
    isInRecipe = true;
    try {
      const { patches } = transactionOf(source, before, recipe, () => undefined);
      if (read() !== before) throw changedMeanwhile(what);
      commit(patches);
    } finally {
      isInRecipe = false;
    }
  };

  return Object.freeze({
    get: (key: string, fallback?: unknown) => {
      checkStateKey(key, what);
      const values = read();
      return Object.hasOwn(values, key) ? share(values[key]) : fallback;
    },
    has: (key: string) => {
      checkStateKey(key, what);
      return Object.hasOwn(read(), key);
    },
    set: (key: string, value: unknown) => {
      refuseInRecipe("set");
      commit(setPatches(source, read(), key, value));
    },
    delete: (key: string) => {
      refuseInRecipe("delete");
      const patches = deletePatches(source, read(), key);
      commit(patches);
      return patches.length > 0;
    },
    append: (key: string, item: unknown) => {
      refuseInRecipe("append");
      commit(appendPatches(source, read(), key, item));
    },
    merge: (key: string, values: object) => {
      refuseInRecipe("merge");
      commit(mergePatches(source, read(), key, values));
    },
    update,
  });
}

function changedMeanwhile(what: string): StateError {
  return new StateError(
    `${what} was changed by another layer while the recipe of an update ran. Change it only by the draft; the update has changed nothing.`,
  );
}
