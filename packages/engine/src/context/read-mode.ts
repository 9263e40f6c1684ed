import { DefinitionError } from "../errors/definition-errors.ts";
import type { ReadMode } from "./lambda-scope.ts";

/** @throws DefinitionError if the options of `stepSpan` are neither `{ default: null }` nor `{ settled: true }` */
export function readModeOf(options: unknown): ReadMode {
  if (options === undefined) return "plain";
  const { default: fallback, settled, ...others } = (options ?? {}) as Record<string, unknown>; // all but null can be looked at
  if (Object.keys(others).length === 0) {
    if (settled === true && fallback === undefined) return "settled";
    if (fallback === null && settled === undefined) return "default";
  }
  throw new DefinitionError(
    "stepSpan takes { default: null } or { settled: true } as options. For another default write stepSpan(name, { default: null })?.output ?? fallback.",
  );
}
