/** What stands in the record for something that cannot be kept, for example `[Client]`. */
export function labelOf(value: unknown): string {
  return typeof value === "symbol" ? `[${String(value)}]` : `[${shortNameOf(value)}]`;
}

/** An object by its class and a function by its name; looking at it never throws. */
export function shortNameOf(value: unknown): string {
  const isFunction = typeof value === "function";
  try {
    const name: unknown = isFunction ? value.name : (value as object).constructor?.name; // what is asked about is an object
    const isNamed = typeof name === "string" && name !== "";
    if (isFunction) return `function ${isNamed ? name : "anonymous"}`;
    return isNamed ? name : "Object";
  } catch {
    return isFunction ? "function" : "Object";
  }
}
