import type { ReadMode } from "@stepspan/engine";

/** A read that stands in the source. */
export interface SourceRead {
  /** The name of a step, or the key of `getData`. */
  readonly name: string;
  readonly by: "stepSpan" | "getData";
  /** The properties read below the span, as far as the source shows them. */
  readonly path: readonly string[];
  /** Null if the source does not tell. */
  readonly mode: ReadMode | null;
  /** Whether every way through the lambda makes it. */
  readonly certainty: "required" | "conditional";
  /**
   * Null for a read. Otherwise the name of a function from outside of the lambda that is called with a text: only if
   * tracing sees such a call read a step it is the exported `stepSpan`, renamed.
   */
  readonly callee: string | null;
  /** The name is one of several among which an expression chooses. */
  readonly chosen: boolean;
}

/** What the source of a lambda tells about its reads. It depends on the text alone. */
export interface SourceReading {
  readonly reads: readonly SourceRead[];
  /** Some reads may be made or not. */
  readonly branches: boolean;
  /** The scope, or something that reads, was handed to code outside of the lambda. */
  readonly escapes: boolean;
  /** Some names are computed from the input or from spans. */
  readonly computesNames: boolean;
  /** The lambda itself calls the exported functions, or a function from outside that may be one of them. */
  readonly readsExported: boolean;
}

/** What is known of a lambda without a source, such as a bound function. */
export const unreadable: SourceReading = Object.freeze({
  reads: [],
  branches: true,
  escapes: true,
  computesNames: false,
  readsExported: false,
});
