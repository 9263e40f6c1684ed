import { createBareError, errorClassOf, keysOfError, setOnError } from "./error-parts.ts";
import {
  createBareFamilyError,
  familyClassOf,
  isWholeFamilyError,
  keysOfFamilyError,
  mendFamilyError,
} from "./family-errors.ts";
import type { PartCopier } from "./native-copies.ts";

/** A copy of an error of one of the language's own classes. */
export function copyError(source: Error, parts: PartCopier): object {
  const copy = createBareError(errorClassOf(source)!)!; // errors are here by their prototype
  return fill(copy, source, keysOfError(source), parts);
}

/** What a DOMException is made of: its prototype reads them from where no property shows. */
export function factsOfDomException(exception: DOMException): { readonly name: string; readonly message: string } {
  const read = (key: string): string => Reflect.get(DOMException.prototype, key, exception); // throws for what only looks like one
  return { name: read("name"), message: read("message") };
}

/** A DOMException without any property of its own, a stack neither. */
export function createBareDomException(name: string, message: string): DOMException {
  const exception = new DOMException(message, name);
  for (const key of Object.getOwnPropertyNames(exception)) Reflect.deleteProperty(exception, key);
  return exception;
}

/** A copy of what an aborted signal or `fetch` threw. */
export function copyDomException(source: DOMException, parts: PartCopier): object {
  const { name, message } = factsOfDomException(source);
  const copy = createBareDomException(String(parts.part(name, "name")), String(parts.part(message, "message")));
  return fill(copy, source, keysOfError(source), parts);
}

/** A copy of an error of Stepspan itself; null for anything else. It is whole, or a plain Error of the same name. */
export function copyFamilyError(source: object, parts: PartCopier): object | null {
  const className = familyClassOf(source);
  if (className === null) return null;
  const error = source as Error; // or what only looks like one, with properties to read all the same
  const copy = fill(createBareFamilyError(className)!, error, keysOfFamilyError(error), parts);
  mendFamilyError(copy);
  if (isWholeFamilyError(copy)) return copy;
  Object.setPrototypeOf(copy, Error.prototype);
  return addInherited(copy, error, parts);
}

/**
 * A copy of an error of a class that nobody knows: an error of the nearest class of the language, with its name and
 * properties.
 */
export function copyForeignError(source: Error, parts: PartCopier): object {
  const copy = createBareError(nearestClassOf(source))!;
  return addInherited(fill(copy, source, keysOfError(source), parts), source, parts);
}

function fill(copy: Error, source: Error, keys: ReturnType<typeof keysOfError>, parts: PartCopier): Error {
  parts.keep(source, copy);
  for (const key of keys.hidden) setOnError(copy, key, parts.property(source, key), false);
  for (const key of keys.shown) setOnError(copy, key, parts.property(source, key), true);
  return copy;
}

/** Classes can have what errors say in their prototypes. */
function addInherited(copy: Error, source: Error, parts: PartCopier): Error {
  for (const key of ["name", "message", "stack"] as const) {
    if (Object.hasOwn(copy, key)) continue;
    const inherited = parts.property(source, key);
    if (typeof inherited === "string" && inherited !== copy[key]) setOnError(copy, key, inherited, false);
  }
  return copy;
}

function nearestClassOf(source: object): string {
  let at: object | null = source;
  while (at !== null) {
    const className = errorClassOf(at);
    if (className !== null) return className;
    at = Object.getPrototypeOf(at);
  }
  return "Error"; // of another realm
}
