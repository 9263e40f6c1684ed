import type { ReadingContext } from "../reading/map-files.ts";

/** What a step is called with in a test of its own: never aborted, and its usage goes nowhere. */
export function readingContext(): ReadingContext {
  return { signal: new AbortController().signal, usage: { add: () => undefined } };
}
