import { DefinitionError, madeFrom, StateError, type WriteBackFunction } from "@stepspan/engine";
import type { WrittenOption } from "../checks/options.ts";
import { quoted } from "../checks/show-value.ts";
import { putAt } from "./put-at.ts";
import { type PathPair, pathText } from "./read-mapping.ts";
import { valueAt } from "./value-at.ts";

/** @throws DefinitionError unless all sources are in what the child returns */
export function requireOutputPaths(mapping: readonly PathPair[], { place, name }: WrittenOption, child: string): void {
  const other = mapping.find(({ source }) => source[0] !== "output");
  if (other === undefined) return;
  throw new DefinitionError(
    `${place} has the source ${quoted(pathText(other.source))} in ${name}. Begin it with "output", which is what workflow ${quoted(child)} returns.`,
  );
}

/**
 * Makes the function that writes what the child returned into the draft of a state.
 *
 * @param place begins the messages of the StateErrors that it throws if there is nothing at a source, or something in
 * the way of a target
 * @param layer what the draft is of: `state` or `flow state`
 */
export function writeBackByMapping(
  mapping: readonly PathPair[],
  place: string,
  layer: string,
  child: string,
): WriteBackFunction {
  const writeBack: WriteBackFunction = (draft, result) => {
    for (const { target, source } of mapping) {
      const found = valueAt(result, source);
      const what = `${place} writes ${quoted(pathText(source))} to ${quoted(pathText(target))} of the ${layer}`;
      if (!found.isThere) {
        throw new StateError(
          `${what}, but there is nothing at ${quoted(pathText(source.slice(0, found.foundTo + 1)))}. Return it from workflow ${quoted(child)}, or write back with a function.`,
        );
      }
      const inTheWay = putAt(draft, target, found.value);
      if (inTheWay !== null) {
        throw new StateError(
          `${what}, but what is at ${quoted(pathText(inTheWay))} there is no object. Write it to another path, or write back with a function.`,
        );
      }
    }
  };
  return madeFrom(writeBack, mapping);
}
