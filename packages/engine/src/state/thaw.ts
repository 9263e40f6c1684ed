import { Copying, type CopyRules } from "./copying.ts";
import { instanceCopier } from "./instance-copies.ts";
import { copyToRecord } from "./record.ts";

const rules = copyToRecord("A recorded value", instanceCopier(null));
const thawing: CopyRules = { ...rules, maximumDepth: Infinity, isThawing: true };

/** A copy of a recorded value in which nothing is frozen: it can be changed without disturbing anyone. */
export function thaw<Value>(recorded: Value): Value {
  return new Copying(thawing).copy(recorded) as Value; // a copy has the type of its source
}
