import { checkKeys } from "../checks/check-keys.ts";
import { refused, type WrittenOption } from "../checks/options.ts";

/** Options inside of an option. @throws DefinitionError if it is no object, or has a key that is not among `keys` */
export function readParts<Key extends string>(
  option: WrittenOption,
  keys: readonly Key[],
  wayOut: string,
): (key: Key) => WrittenOption {
  const { place, name, value } = option;
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw refused(option, wayOut);
  const written = checkKeys(value, keys, place, `${name}.`);
  return (key) => ({ place, name: `${name}.${key}`, value: written[key] });
}
