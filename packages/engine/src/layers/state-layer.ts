import type { StateLayer } from "../context/state-layers.ts";
import { StateError } from "../errors/value-errors.ts";
import type { StatePatch } from "../spans/span.ts";
import { checkStateKey } from "../state/draft.ts";
import { share } from "../state/record.ts";
import type { StateValues } from "../state/state-values.ts";
import { appendPatches, deletePatches, mergePatches, setPatches } from "./state-changes.ts";
import type { StateRules } from "./state-rules.ts";
import { type Recipe, transactionOf } from "./transaction.ts";

/** Where the values of a layer are, and who keeps them. */
export interface StateSource extends StateRules {
  /** The values that the layer has now. */
  readonly values: () => StateValues;
  /** Called once for each change; has applied the patches to the values when it returns. Never called without any. */
  readonly commit: (patches: readonly StatePatch[]) => void;
}

/**
 * A layer over values that are kept elsewhere. What a recipe of `update` returns is ignored, a promise apart, so that
 * `update((draft) => draft.count++)` can be written.
 */
export function createStateLayer(source: StateSource): StateLayer {
  const { what } = source;
  const read = source.values;
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
    const values = read();
    const { version } = values;
    isInRecipe = true;
    try {
      const { patches } = transactionOf(source, values, recipe, () => undefined);
      if (read() !== values || values.version !== version) throw changedMeanwhile(what);
      commit(patches);
    } finally {
      isInRecipe = false;
    }
  };

  return Object.freeze({
    get: (key: string, fallback?: unknown) => {
      checkStateKey(key, what);
      const values = read();
      return values.has(key) ? share(values.get(key)) : fallback;
    },
    has: (key: string) => {
      checkStateKey(key, what);
      return read().has(key);
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
    merge: (key: string, parts: object) => {
      refuseInRecipe("merge");
      commit(mergePatches(source, read(), key, parts));
    },
    update,
  });
}

function changedMeanwhile(what: string): StateError {
  return new StateError(
    `${what} was changed by another layer while the recipe of an update ran. Change it only by the draft; the update has changed nothing.`,
  );
}
