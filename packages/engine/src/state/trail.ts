import { valuePath } from "../errors/value-path.ts";

/** The way from a value to one of its parts, kept as a list so that paths are only written out for an error. */
export interface Trail {
  readonly parent: Trail | null;
  readonly key: string | number;
}

/** The way as code would write it; empty for the value itself. */
export function pathOf(trail: Trail | null): string {
  const keys: (string | number)[] = [];
  for (let at = trail; at !== null; at = at.parent) keys.push(at.key);
  return valuePath(keys.reverse());
}
