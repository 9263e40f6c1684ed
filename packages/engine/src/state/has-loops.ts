import { keysOfError } from "./error-parts.ts";
import { isShared } from "./shared.ts";

/** Whether some part of a recorded value leads back to itself. */
export function hasLoops(recorded: unknown): boolean {
  return leadsBack(recorded, new Set(), new Set());
}

/** Objects and lists that were found to lead to themselves by none of their parts. */
const apart = new WeakSet<object>();

/** Whether a recorded object or list leads back to itself. */
export function isInLoop(holder: object): boolean {
  if (isShared(holder) || apart.has(holder)) return false;
  if (leadsTo(holder, holder, new Set())) return true;
  apart.add(holder);
  return false;
}

/** Says of a copy what is known of its source. What it gets later was recorded apart, and cannot lead back to it. */
export function noteCopy(source: object, copy: object): void {
  if (!isShared(source) && !isInLoop(source)) apart.add(copy);
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

function leadsTo(target: object, from: object, seen: Set<object>): boolean {
  for (const part of partsOf(from)) {
    if (part === target) return true;
    if (isShared(part) || typeof part !== "object" || part === null || seen.has(part)) continue;
    seen.add(part);
    if (leadsTo(target, part, seen)) return true;
  }
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
