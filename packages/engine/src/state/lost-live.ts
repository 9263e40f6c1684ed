import { keysOfError } from "./error-parts.ts";
import { formOfRecorded } from "./instance-copies.ts";
import { isLive, type Live } from "./live.ts";
import { isShared } from "./shared.ts";

/** Whether a recorded value holds, at any depth, a live value that was lost with its process: its step has to run again. */
export function holdsLostLive(recorded: unknown): boolean {
  return holds(recorded, ({ isLost }) => isLost);
}

/** Whether it holds a live value at all, lost or not: that belongs to the run that made it. */
export function holdsLive(recorded: unknown): boolean {
  return holds(recorded, () => true);
}

function holds(recorded: unknown, isMeant: (value: Live) => boolean): boolean {
  const parts = new Set([recorded]); // grows while it is gone through
  for (const part of parts) {
    if (typeof part !== "object" || part === null || isShared(part)) continue;
    if (isLive(part)) {
      if (isMeant(part)) return true;
      continue;
    }
    for (const inner of innerParts(part)) parts.add(inner);
  }
  return false;
}

function innerParts(part: object): Iterable<unknown> {
  if (part instanceof Map) return [...part.keys(), ...part.values()];
  if (part instanceof Set) return part.values();
  if (ArrayBuffer.isView(part)) return [];
  if (part instanceof Error) return keysOfError(part).hidden.map((key) => Reflect.get(part, key)).concat(Object.values(part)); // biome-ignore format: one line
  try {
    return [formOfRecorded(part), ...Object.values(part)];
  } catch {
    return Object.values(part);
  }
}
