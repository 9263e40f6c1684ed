/** The prototype of plain objects, that of another realm included. */
export function isPlainPrototype(prototype: unknown): boolean {
  if (prototype === Object.prototype || prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "isPrototypeOf"); // not null, so an object
}

/** The prototype of arrays, that of another realm included: it is an array itself. */
export function isArrayPrototype(prototype: unknown): boolean {
  return prototype === Array.prototype || Array.isArray(prototype);
}

/** What an object is, in words. */
export function kindOf(value: object): string {
  if (value instanceof Promise) return "a promise";
  const name: unknown = value.constructor?.name;
  const isNamed = typeof name === "string" && name !== "" && name !== "Object";
  return isNamed ? `an instance of ${name}` : "an object with a prototype of its own";
}

/** What any value is, in words. */
export function kindOfValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (Array.isArray(value)) return "a list";
  return isPlainPrototype(Object.getPrototypeOf(value)) ? "an object" : kindOf(value);
}
