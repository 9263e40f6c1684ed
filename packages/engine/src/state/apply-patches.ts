import type { StatePatch } from "../spans/span.ts";
export function applyStatePatches(
  values: Readonly<Record<string, unknown>>,
  _patches: readonly StatePatch[],
): Readonly<Record<string, unknown>> {
  return values;
}
