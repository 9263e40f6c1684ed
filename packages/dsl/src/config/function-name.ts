/** The name of a function, or why it has none that others could know it by. */
export type FunctionName =
  | { readonly kind: "named"; readonly name: string }
  /** It is called after the property that it is written at. */
  | { readonly kind: "after its key" }
  | { readonly kind: "unnamed" };

const declaration = /^(?:async\s+)?function\b\s*\*?\s*[\p{ID_Start}$_]/u;

/**
 * The name that a function was declared with. JavaScript also names a function after the property that it is written
 * at: such a name says nothing of the function.
 *
 * @param key the property that the function was found at
 */
export function nameOfFunction(fn: Function, key: string): FunctionName {
  const name: unknown = fn.name;
  if (typeof name !== "string" || name === "" || name === "__proto__") return { kind: "unnamed" };
  const isDeclared = name !== key || declaration.test(Function.prototype.toString.call(fn));
  return isDeclared ? { kind: "named", name } : { kind: "after its key" };
}
