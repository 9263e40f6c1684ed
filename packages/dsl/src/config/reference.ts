import { isMarked } from "../tracing/marker.ts";
import type { JsonValue } from "./json-value.ts";

/** What lambdas get besides `stepSpan`. */
export const scopeNames = ["input", "parentSpan", "item", "index", "iteration", "previous", "output", "event"] as const;

export type ScopeName = (typeof scopeNames)[number];

/**
 * A lambda that does nothing but read one value: `({ stepSpan }) => stepSpan("merge").output.items` is
 * `{ step: "merge", path: ["output", "items"] }`, and `({ input }) => input.day ?? "today"` is
 * `{ scope: "input", path: ["day"], otherwise: "today" }`.
 */
export type Reference = StepReference | ScopeReference;

/** What a lambda reads of a step. */
export interface StepReference {
  readonly step: string;
  /** `"default"` is `stepSpan(step, { default: null })?.` and `"settled"` is `stepSpan(step, { settled: true })`. */
  readonly read?: "default" | "settled";
  /** The properties read below the span, at most 8. */
  readonly path: readonly string[];
  /** What there is in place of null and undefined. */
  readonly otherwise?: JsonValue;
}

/** What a lambda reads of the rest of its scope. */
export interface ScopeReference {
  readonly scope: ScopeName;
  readonly path: readonly string[];
  readonly otherwise?: JsonValue;
}

/** As deep as tracing follows, so that what was built again has the same edges. */
const longestPath = 8;

/** These lead out of the data, or mean something else while a lambda is traced. */
const refusedKeys: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor", "then", "toJSON"]);

/** Why a path cannot stand in a reference, as a sentence; null if it can. */
export function whyNoPath(path: readonly string[]): string | null {
  if (path.length > longestPath) return `A path has at most ${longestPath} keys.`;
  const key = path.find((one) => refusedKeys.has(one) || isMarked(one));
  return key === undefined ? null : `The key ${JSON.stringify(key)} cannot be read by a reference.`;
}

/** Whether lambdas get something of that name, `stepSpan` apart. */
export function isScopeName(name: string): name is ScopeName {
  return (scopeNames as readonly string[]).includes(name); // the wider type lets any string be looked for
}
