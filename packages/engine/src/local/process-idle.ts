/** Those who want to know; kept here so that the process has one listener, however many engines there are. */
const listeners = new Set<() => void>();

function tellAll(): void {
  for (const listener of [...listeners]) listener();
}

/**
 * Calls when Node's event loop has run empty: no timer, socket or file is left that could settle anything.
 *
 * @returns a function that takes the listener back
 * @see https://nodejs.org/api/process.html#event-beforeexit
 */
export function onProcessIdle(listener: () => void): () => void {
  if (listeners.size === 0) process.on("beforeExit", tellAll);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) process.off("beforeExit", tellAll);
  };
}
