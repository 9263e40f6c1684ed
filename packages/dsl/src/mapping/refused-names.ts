/** Such a name leads out of the values into the machinery of the language. */
const refusedNames: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);

/** Whether a name must not be part of a path. */
export function isRefusedName(name: string): boolean {
  return refusedNames.has(name);
}
