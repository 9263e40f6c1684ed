import { keysOfError } from "./error-parts.ts";
import { isShared } from "./shared.ts";

/** Whether some part of a recorded value leads back to itself. */
export function hasLoops(recorded: unknown): boolean {
  return leadsBack(recorded, new Set(), new Set());
}

function leadsBack(value: unknown, open: Set<object>, done: Set<object>): boolean {
  if (isShared(value) || typeof value !== "object" || value === null) return false; // what is shared is in no loop
  if (open.has(value)) return true;
  if (done.has(value)) return false;
  open.add(value);
  for (const part of partsOf(value)) if (leadsBack(part, open, done)) return true;
  open.delete(value);
  done.add(value);
  return false;
}

function partsOf(value: object): Iterable<unknown> {
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  if (value instanceof Set) return value;
  if (ArrayBuffer.isView(value)) return [];
  if (!(value instanceof Error)) return Object.values(value);
  const { hidden, shown } = keysOfError(value);
  return [...hidden, ...shown].map((key) => (value as unknown as Record<string, unknown>)[key]); // its own keys
}
