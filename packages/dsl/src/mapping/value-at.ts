import type { ValuePath } from "./read-mapping.ts";

/** What a path leads to; `foundTo` is how many of its names there are. */
export type Found =
  | { readonly isThere: true; readonly value: unknown }
  | { readonly isThere: false; readonly foundTo: number };

/** Follows a path through own properties only. A stored undefined is there. */
export function valueAt(values: unknown, path: ValuePath): Found {
  let value = values;
  for (const [index, name] of path.entries()) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) {
      return { isThere: false, foundTo: index };
    }
    value = (value as Readonly<Record<string, unknown>>)[name]; // hasOwn says that it is there
  }
  return { isThere: true, value };
}
