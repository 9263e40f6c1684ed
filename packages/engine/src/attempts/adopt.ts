/** A thenable that resolves to further thenables more often than this is taken for one that never ends. */
const longestChain = 1000;

/** Where the outcome of a `run` function goes; exactly one of the two is called, once. */
export interface Adopter {
  fulfilled(value: unknown): void;
  rejected(thrown: unknown): void;
}

/**
 * Waits for what a `run` function returned. A plain value arrives at once. A thenable of any make is called as `await`
 * would call it, but one that resolves with itself is refused instead of looping for ever.
 */
export function adopt(returned: unknown, adopter: Adopter, depth = 0): void {
  let then: unknown;
  try {
    then = isObject(returned) ? (returned as { then?: unknown }).then : undefined;
    if (then === Promise.prototype.then) {
      Promise.prototype.then.call(returned as Promise<unknown>, adopter.fulfilled, adopter.rejected); // refuses all but promises
      return;
    }
  } catch (thrown) {
    adopter.rejected(thrown);
    return;
  }
  if (typeof then !== "function") adopter.fulfilled(returned);
  else if (depth > longestChain) adopter.rejected(new TypeError("A thenable resolved to thenables without end."));
  else callThen(returned, then, adopter, depth);
}

function callThen(thenable: unknown, then: Function, adopter: Adopter, depth: number): void {
  let isCalled = false;
  const once = (act: () => void) => {
    if (isCalled) return;
    isCalled = true;
    act();
  };
  const resolve = (value: unknown) =>
    once(() => {
      if (value === thenable) adopter.rejected(new TypeError("A thenable resolved with itself."));
      else queueMicrotask(() => adopt(value, adopter, depth + 1));
    });
  const reject = (thrown: unknown) => once(() => adopter.rejected(thrown));
  try {
    then.call(thenable, resolve, reject);
  } catch (thrown) {
    reject(thrown);
  }
}

function isObject(value: unknown): boolean {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
