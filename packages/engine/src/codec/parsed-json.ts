import { freezeShared } from "../state/shared.ts";
import { type CodecLimits, deepest } from "./limits.ts";

/**
 * Records parsed JSON where it is: nobody else holds it, so it is frozen instead of copied.
 *
 * @throws what `error` makes of the problem
 */
export function recordParsed(parsed: unknown, limits: CodecLimits, error: (problem: string) => Error): unknown {
  let left = limits.maximumObjects;
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null) return;
    if (depth > deepest) throw error(`is nested more than ${deepest} levels deep`);
    if (left-- === 0) throw error(`holds more than ${limits.maximumObjects} objects`);
    for (const part of Array.isArray(value) ? value : Object.values(value)) visit(part, depth + 1);
    freezeShared(value);
  };
  visit(parsed, 0);
  return parsed;
}
