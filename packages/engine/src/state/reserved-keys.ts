const reserved = new Set<unknown>(["__proto__", "prototype", "constructor"]);

/** Whether a key leads out of values into the machinery of the language. */
export function isReservedKey(key: unknown): boolean {
  return reserved.has(key);
}
