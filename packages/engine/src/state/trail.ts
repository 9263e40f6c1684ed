import { valuePath } from "../errors/value-path.ts";
import { indexOrName } from "./array-keys.ts";
import { heightOf } from "./shared.ts";

/** The way from a value to one of its parts, kept as a list so that paths are only written out for an error. */
export interface Trail {
  readonly parent: Trail | null;
  readonly key: string | number;
}

/** The key under which what `encode` of a registered class gave lies below its instance. */
export const encodedKey = "encode()";

/** The way as code would write it; empty for the value itself. */
export function pathOf(trail: Trail | null): string {
  const keys: (string | number)[] = [];
  for (let at = trail; at !== null; at = at.parent) keys.push(at.key);
  return valuePath(keys.reverse());
}

/** The way on from a shared value to a part so many levels below it; there is one. */
export function trailDown(shared: unknown, trail: Trail | null, levels: number): Trail | null {
  let at = trail;
  let part = shared;
  for (let level = 0; level < levels; level++) {
    let highest: readonly [string, unknown] = ["", undefined];
    for (const entry of Object.entries(part as object)) if (heightOf(entry[1]) > heightOf(highest[1])) highest = entry; // has parts, or it would be less high
    at = { parent: at, key: Array.isArray(part) ? indexOrName(highest[0]) : highest[0] };
    part = highest[1];
  }
  return at;
}
