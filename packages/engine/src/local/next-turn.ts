import { setImmediate } from "node:timers";

/** Resolves when Node's event loop has come round once: timers that are due have rung, and what arrived was heard. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
