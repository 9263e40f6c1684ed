import { maximumDepth } from "../state/record.ts";

/** How much one value may be, when it is written and when it is read. How deep it may be is fixed. */
export interface CodecLimits {
  /** Characters of the text and bytes beside it, together. */
  readonly maximumSize: number;
  /** Objects, arrays, maps, errors and so on, each counted once. */
  readonly maximumObjects: number;
}

/** 16 MiB, and a million objects. */
export const usualLimits: CodecLimits = Object.freeze({ maximumSize: 16 * 1024 * 1024, maximumObjects: 1_000_000 });

/** What to do about a value that is too large. */
export const largeRemedy = "Keep what is large in a file or a database, and pass on where it is.";

/** Says that a value is too large. */
export function takesMoreThan(maximumSize: number): string {
  return `takes more than ${maximumSize} characters and bytes`;
}

/** Levels that are written: what was recorded, and a few around it, since the engine puts values into others. */
export const deepest = maximumDepth + 12;
