import { SerializationError } from "../errors/value-errors.ts";
import type { ClassRegistry } from "./class-registry.ts";
import { Copying, type CopyRules } from "./copying.ts";
import { type InstanceCopier, instanceCopier } from "./instance-copies.ts";
import { plainCopy } from "./plain-copy.ts";
import { freezeShared, heightOf, isShared } from "./shared.ts";

/** Nested deeper than this a value is refused: it would overflow the stack of whoever walks it later. */
export const maximumDepth = 500;

/**
 * Records a value: a copy of its own, in which plain objects and arrays are frozen. Cycles and shared parts stay; what
 * is not enumerable is left out. The errors of Stepspan and what `live` gives are nobody's to change: they stay
 * themselves. How large a value may be is a matter of the codec, 16 MiB if nothing else is said.
 *
 * @param what the value in words, for the message of the error
 * @param classes the classes whose instances can be recorded beside the language's own
 * @throws SerializationError with the path, for functions, promises, symbols and instances of other classes
 */
export function record<Value>(value: Value, what: string, classes: ClassRegistry | null = null): Value {
  if (isShared(value)) return value; // before anything is made for the copy
  return (plainCopy(value) ?? copyValue(value, copyToRecord(what, instanceCopier(classes)))) as Value; // a copy has the type of its source
}

/**
 * The same for a plain object that was made for the record, so that nobody else has it: it is frozen where it stands if
 * its parts are recorded.
 */
export function recordOwn<Own extends object>(own: Own, what: string, classes: ClassRegistry | null = null): Own {
  let height = 0;
  for (const key in own) {
    const part = own[key];
    if (!isShared(part)) return record(own, what, classes);
    if (typeof part === "object") height = Math.max(height, 1 + heightOf(part));
  }
  return height > maximumDepth ? record(own, what, classes) : freezeShared(own, height);
}

/** A recorded value for one reader: itself if it is frozen, else a copy, so that readers cannot disturb each other. */
export function share<Value>(recorded: Value): Value {
  if (isShared(recorded)) return recorded;
  const rules = copyToRecord("A recorded value", instanceCopier(null));
  return copyValue(recorded, { ...rules, maximumDepth: Infinity }) as Value; // a copy has the type of its source
}

/** The rules for what is recorded, where instances of classes are copied so. */
export function copyToRecord(what: string, copyInstance: InstanceCopier): CopyRules {
  const usual = "Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.";
  const refusal: CopyRules["refusal"] = (path, problem, remedy) =>
    new SerializationError(what, path, problem, remedy ?? usual);
  return { copyInstance, maximumDepth, refusal };
}

/** A copy by rules of one's own, frozen where it can be; what is shared is itself. */
export function copyValue(value: unknown, rules: CopyRules): unknown {
  return isShared(value) ? value : new Copying(rules).copy(value);
}
