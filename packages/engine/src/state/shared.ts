/**
 * Records that are frozen through and through, with the levels below each: shared by all readers, and recorded again at
 * no cost.
 */
const heights = new WeakMap<object, number>();

/** Whether a value is recorded already and can be disturbed by nobody. */
export function isShared(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "object") return heights.has(value);
  return typeof value !== "function" && typeof value !== "symbol";
}

/** How many levels of objects are below a shared value; -1 for what is no object. */
export function heightOf(shared: unknown): number {
  return typeof shared === "object" && shared !== null ? (heights.get(shared) ?? 0) : -1;
}

/**
 * Freezes a plain object or array whose parts are all shared, so that it is shared too.
 *
 * @param height the levels of objects below it; counted if left out
 */
export function freezeShared<Plain extends object>(plain: Plain, height: number = heightBelow(plain)): Plain {
  heights.set(plain, height);
  return Object.freeze(plain);
}

function heightBelow(plain: object): number {
  let height = 0;
  for (const part of Object.values(plain)) height = Math.max(height, 1 + heightOf(part));
  return height;
}
