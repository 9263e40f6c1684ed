import { instanceCopier } from "./instance-copies.ts";
import { type CopyRules, copyToRecord, copyValue } from "./record.ts";

const thawing: CopyRules = { ...copyToRecord("A recorded value", instanceCopier(null)), isThawing: true };

/** A copy of a recorded value in which nothing is frozen: it can be changed without disturbing anyone. */
export function thaw<Value>(recorded: Value): Value {
  return copyValue(recorded, thawing) as Value; // a copy has the type of its source
}
