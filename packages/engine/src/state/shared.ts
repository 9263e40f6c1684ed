/** Records that are frozen through and through: shared by all readers, and recorded again at no cost. */
const shared = new WeakSet<object>();

/** Whether a value is recorded already and can be disturbed by nobody. */
export function isShared(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "object") return shared.has(value);
  return typeof value !== "function" && typeof value !== "symbol";
}

/** Freezes a plain object or array whose parts are all shared, so that it is shared too. */
export function freezeShared<Plain extends object>(plain: Plain): Plain {
  shared.add(plain);
  return Object.freeze(plain);
}
