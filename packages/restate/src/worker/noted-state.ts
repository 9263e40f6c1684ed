import type { StateLayer } from "@stepspan/engine";
import type { CallEffects } from "./call-effects.ts";

/**
 * `context.state` of a call: the same layer, of which is noted what the body reads, and by which operations it changes
 * it. They are made again on what the values are when the run hears of them.
 *
 * @param record makes a copy of what is given, as the layer does
 */
export function notedState(
  layer: StateLayer,
  effects: CallEffects,
  record: <Value>(value: Value) => Value,
): StateLayer {
  const change: Record<"set" | "append" | "merge", (key: string, value: never) => void> = layer; // whatever its values are
  const put =
    (op: "set" | "append" | "merge") =>
    (key: string, value: unknown): void => {
      // Copied once the layer has taken it: what cannot be kept is refused in the words of the layer.
      effects.making(
        () => ({ op, key, value: record(value) }),
        () => change[op](key, value as never),
      );
    };
  return Object.freeze({
    get: (key: string, fallback?: unknown) => {
      effects.read(key);
      return layer.get(key, fallback);
    },
    has: (key: string) => {
      effects.read(key);
      return layer.has(key);
    },
    delete: (key: string) => {
      effects.read(key);
      return effects.making(
        () => ({ op: "delete", key }),
        () => layer.delete(key),
      );
    },
    update: (recipe: Parameters<StateLayer["update"]>[0]) => {
      effects.readAll();
      layer.update(recipe);
    },
    ...{ set: put("set"), append: put("append"), merge: put("merge") },
  }) as StateLayer;
}
