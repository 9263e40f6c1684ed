import { isDeepStrictEqual } from "node:util";
import { isSameValue } from "../state/same-value.ts";

/**
 * Whether two values hold the same. Once it has come upon a cycle Node's comparison finds maps with both texts and objects
 * as keys different that are not, in all that it compares in that process: what it finds different is looked at again.
 */
export function hasSameContent(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one, other) || isSameValue(one, other);
}
