import { familyClassOf } from "./family-errors.ts";
import { isLive } from "./live.ts";

/** Whether an object is recorded as itself: an error of Stepspan, which nobody changes, or what `live` gave. */
export function isKept(source: object): boolean {
  return familyClassOf(source) !== null || isLive(source);
}
