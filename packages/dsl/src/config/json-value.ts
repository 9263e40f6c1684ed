/** A value that JSON gives back as it was. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Called for each part that is no JSON, with where it stands and what is wrong with it. */
export type RefuseJson = (path: string, reason: string) => void;

/** Deeper values are refused, before they can exhaust the stack. */
const deepest = 200;

/**
 * Copies a value that is plain JSON.
 *
 * @param path where the value stands, as in messages
 * @returns the copy, with null in place of each part that was refused
 */
export function copyJson(value: unknown, path: string, refuse: RefuseJson): JsonValue {
  const above = new Set<object>();
  return copy(value, path);

  function copy(part: unknown, at: string): JsonValue {
    if (typeof part === "object" && part !== null) return copyObject(part, at);
    if (part === null || typeof part === "string" || typeof part === "boolean") return part;
    if (typeof part === "number" && Number.isFinite(part) && !Object.is(part, -0)) return part;
    refuse(at, `is ${nameOf(part)}, which JSON does not have`);
    return null;
  }

  function copyObject(part: object, at: string): JsonValue {
    const reason = above.has(part) ? "contains itself" : above.size === deepest ? "is nested too deeply" : null;
    if (reason !== null) {
      refuse(at, reason);
      return null;
    }
    above.add(part);
    const copied = Array.isArray(part) ? copyArray(part, at) : copyMembers(part, at);
    above.delete(part);
    return copied;
  }

  function copyArray(part: readonly unknown[], at: string): JsonValue {
    if (Object.keys(part).length !== part.length) refuse(at, "is an array with holes or names");
    return Array.from(part, (element, index) => copy(element, `${at}[${index}]`));
  }

  function copyMembers(part: object, at: string): JsonValue {
    if (!isPlainObject(part)) {
      refuse(at, `is ${nameOf(part)}, which JSON does not have`);
      return null;
    }
    if (Object.getOwnPropertySymbols(part).length > 0) refuse(at, "has a symbol as a key");
    const copied: Record<string, JsonValue> = {};
    for (const [key, member] of Object.entries(part)) {
      if (key === "__proto__") refuse(at, 'has the key "__proto__"');
      else copied[key] = copy(member, pathBelow(at, key));
    }
    return copied;
  }
}

/** Whether an object is what braces make, in this realm or another. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The way to a member as code would write it: `steps.name`, `params["a b"]`. */
export function pathBelow(path: string, key: string): string {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

function nameOf(value: unknown): string {
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") return `a ${typeof value}`;
  if (typeof value !== "object" || value === null) return String(value);
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return kind === "Object" ? "an instance of a class" : `an object of the kind ${kind}`;
}
