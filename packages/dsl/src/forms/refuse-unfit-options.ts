import { DefinitionError } from "@stepspan/engine";
import type { Place } from "../checks/place.ts";

/**
 * Refuses options that a step has and another kind of step has not.
 *
 * @param wayOuts what to do instead, by the name of the option
 * @throws DefinitionError
 */
export function refuseUnfitOptions(
  options: unknown,
  kind: string,
  wayOuts: Readonly<Record<string, string>>,
  place: Place,
): void {
  if (typeof options !== "object" || options === null) return;
  for (const [name, wayOut] of Object.entries(wayOuts)) {
    const isWritten =
      Object.hasOwn(options, name) && (options as Readonly<Record<string, unknown>>)[name] !== undefined; // hasOwn says that it is there
    if (isWritten) throw new DefinitionError(`${place} is a ${kind}, so it cannot have ${name}. ${wayOut}`);
  }
}
