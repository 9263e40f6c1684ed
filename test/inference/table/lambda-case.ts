import type { ReadSpan } from "@stepspan/engine";

// biome-ignore lint/suspicious/noExplicitAny: the table is about shapes of code; its values are of many types
type Anything = any;

/** The scope as the lambdas of the table see it. */
export interface AnyScope {
  readonly input: Anything;
  readonly parentSpan: Anything;
  readonly stepSpan: AnyReadSpan;
}

/** A `stepSpan` that gives spans with outputs of any type. */
export type AnyReadSpan = ((name: string) => Anything) &
  ((name: string, options: Readonly<Record<string, unknown>>) => Anything);

/** Gives the exported `stepSpan` the same loose types. */
export type Loose<Read> = Read extends ReadSpan ? AnyReadSpan : never;

/** One run on real values. */
export interface LambdaRun {
  readonly input?: unknown;
  /** What the earlier steps gave. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** The earlier steps whose guard was false. */
  readonly skipped?: readonly string[];
  /** What the lambda gives. */
  readonly value?: unknown;
  /** A part of the message that it throws instead. */
  readonly throws?: string;
  /** The steps that are waited for, up front or when the lambda asks for them; no others. */
  readonly waitsFor: readonly string[];
}

/** A lambda, what is to be found in it, and what it gives. */
export interface LambdaCase {
  readonly name: string;
  readonly lambda: (scope: AnyScope) => unknown;
  /** `"a required"`, or with the mode if it is not the plain one: `"a conditional default"`. */
  readonly edges: readonly string[];
  /** The names that are warned of. */
  readonly warnings?: readonly string[];
  readonly runs: readonly LambdaRun[];
}

/** The steps before the one that has the lambda. */
export const earlierSteps = ["a", "b", "c", "d", "flag", "key", "list", "part0", "part1", "part2"];
