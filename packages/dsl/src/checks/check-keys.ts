import { DefinitionError, suggest } from "@stepspan/engine";
import type { Place } from "./place.ts";
import { quoted, shownValue } from "./show-value.ts";

/**
 * Options as they were written, looked at before anything is known of them.
 *
 * @param prefix what these options belong to, for example `retry.`
 * @throws DefinitionError if they are no object, or have a key that is not among `known`
 */
export function checkKeys<Key extends string>(
  options: unknown,
  known: readonly Key[],
  place: Place,
  prefix = "",
): { readonly [key in Key]?: unknown } {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new DefinitionError(`${place} got ${shownValue(options)} in place of its options. Give an object.`);
  }
  for (const key of Object.keys(options)) {
    if ((known as readonly string[]).includes(key)) continue; // the wider type lets any string be looked for
    const hint = suggest(key, known) || ` Its options are ${known.join(", ")}.`;
    throw new DefinitionError(`${place} got the unknown option ${quoted(prefix + key)}.${hint}`);
  }
  return options;
}
