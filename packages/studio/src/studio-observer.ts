import type { Observer } from "@stepspan/engine";

/** Tells the page's server at once what happens in an engine of its process, and what its steps emit. */
export interface StudioObserver extends Observer {
  /** Calls for each event from now on. @returns a function that ends it */
  listen(heard: Observer["onEvent"]): () => void;
}

/**
 * For both: `createEngine({ observers: [observer] })` and `serveStudio({ engine, observer, ... })`. Keeps nothing; while
 * nobody looks at the page it does nothing.
 */
export function studioObserver(): StudioObserver {
  const listeners = new Set<Observer["onEvent"]>();
  return {
    onEvent(event, run) {
      for (const heard of listeners) heard(event, run);
    },
    listen(heard) {
      const own: Observer["onEvent"] = (event, run) => heard(event, run); // the same function may listen twice
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}
