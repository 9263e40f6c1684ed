import { type CaptureFunction, madeFrom, StateError } from "@stepspan/engine";
import { quoted } from "../checks/show-value.ts";
import { putAt } from "./put-at.ts";
import { type PathPair, pathText } from "./read-mapping.ts";
import { valueAt } from "./value-at.ts";

/**
 * Makes the function that takes what is at the sources, and puts it at the targets.
 *
 * @param place begins the message of the StateError that it throws if there is nothing at a source
 * @param layer where the sources are: `state` or `flow state`
 */
export function captureByMapping(mapping: readonly PathPair[], place: string, layer: string): CaptureFunction {
  const capture: CaptureFunction = (values) => {
    const captured: Record<string, unknown> = {};
    for (const { target, source } of mapping) {
      const found = valueAt(values, source);
      if (!found.isThere) {
        throw new StateError(
          `${place} captures ${quoted(pathText(source))} of the ${layer}, but there is nothing at ${quoted(pathText(source.slice(0, found.foundTo + 1)))}. Set it before the step begins, or capture with a function that says what else to take.`,
        );
      }
      putAt(captured, target, found.value); // targets do not lie within each other, so nothing is in the way
    }
    return captured;
  };
  return madeFrom(capture, mapping);
}
