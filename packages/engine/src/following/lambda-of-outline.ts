import type { Lambda } from "../plan/definition.ts";
import type { Parts } from "./outline-parts.ts";

/** A lambda of which only what it reads is known. */
export function lambdaOf(parts: Parts, part: string): Lambda {
  const edges = parts.edges.get(part) ?? [];
  const reads = edges.map(([, step, certainty = "required", mode = "plain", ...path]) =>
    Object.freeze({ step, certainty, mode, path: Object.freeze(path) }),
  );
  return Object.freeze({ evaluate: notHere(parts, part), reads: Object.freeze(reads) });
}

/** Stands for a function of which only its place is known. */
export function notHere({ place }: Parts, part: string): () => never {
  return () => {
    throw new Error(`Bug: ${part} of ${place} was called, but a run put together from its events has no functions.`);
  };
}

/** The same, where there was one. */
export function notHereIfWritten(parts: Parts, part: string): (() => never) | null {
  return parts.texts.has(part) ? notHere(parts, part) : null;
}
