/** Whether a value is a native promise, of this realm or another. */
export function isPromise(value: unknown): value is Promise<unknown> {
  if (typeof value !== "object" || value === null) return false;
  return value instanceof Promise || Object.prototype.toString.call(value) === "[object Promise]";
}

/** Takes care that a promise which nobody waits for cannot end the process when it is rejected. */
export function ignoreRejection(value: unknown): void {
  if (isPromise(value)) Promise.resolve(value).catch(() => {});
}
