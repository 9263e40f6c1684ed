import type { ClassRegistry } from "../state/class-registry.ts";
import { copyAnything } from "../state/copy-anything.ts";
import { Copying, type CopyRules } from "../state/copying.ts";
import { copyFamilyError } from "../state/error-copies.ts";
import { familyClassOf } from "../state/family-errors.ts";
import type { InstanceCopier } from "../state/instance-copies.ts";
import { copyToRecord } from "../state/record.ts";
import { instanceEncoder } from "./aside-of-instance.ts";
import { type CodecLimits, deepest } from "./limits.ts";

/** How one value is copied before it is written. */
export interface CopyToWrite {
  /** Refuses what cannot be recorded, with its path. What the errors of Stepspan hold is copied by the other rules. */
  readonly strict: CopyRules;
  /** Refuses nothing. */
  readonly lenient: CopyRules;
}

/** @param what the value in words, for the message of the error */
export function copyToWrite(what: string, classes: ClassRegistry | null, limits: CodecLimits): CopyToWrite {
  const encodeInstance = instanceEncoder(classes);
  const encodeAny: InstanceCopier = (source, parts) => encodeInstance(source, parts) ?? copyFamilyError(source, parts);
  const lenient = copyAnything(encodeAny, { maximumDepth: deepest, maximumObjects: limits.maximumObjects });
  let copying: Copying | null = null; // one for all errors of the value: they can have parts in common
  const copyError: InstanceCopier = (source, parts) => {
    if (familyClassOf(source) === null) return null;
    copying ??= new Copying(lenient);
    const copy = copying.copy(source, parts.depth);
    if (typeof copy === "object") return copy;
    throw parts.refusal("is an error that cannot be read", null);
  };
  const copyInstance: InstanceCopier = (source, parts) => encodeInstance(source, parts) ?? copyError(source, parts);
  return { strict: { ...copyToRecord(what, copyInstance), maximumDepth: deepest }, lenient };
}
