// Taken when this file is loaded: a test may replace the timers later.
const { setImmediate, setTimeout } = globalThis;

/** Resolves when all that was ready to go on has gone as far as it can without waiting for the outside. */
export function endOfTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Resolves a little later, in real time. Keeps no process alive. */
export function moment(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 1).unref();
  });
}
