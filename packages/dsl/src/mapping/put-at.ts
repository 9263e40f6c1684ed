import type { ValuePath } from "./read-mapping.ts";

/**
 * Puts a value at a path, and makes objects on the way where nothing is.
 *
 * @returns null, or the path to what is no object and so lies in the way
 */
export function putAt(values: Record<string, unknown>, path: ValuePath, value: unknown): ValuePath | null {
  let holder = values;
  for (const [index, name] of path.slice(0, -1).entries()) {
    if (!Object.hasOwn(holder, name)) holder[name] = {};
    const next = holder[name];
    if (typeof next !== "object" || next === null) return path.slice(0, index + 1);
    holder = next as Record<string, unknown>; // whatever has properties
  }
  holder[path.at(-1)!] = value; // a path has a name at least
  return null;
}
