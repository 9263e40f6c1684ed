import type { SourceRead, SourceReading } from "../reading/source-reading.ts";
import type { TracedRead } from "../tracing/recorder.ts";
import { stepOfKey } from "./data-key.ts";
import type { EarlierSteps } from "./lambda-place.ts";

/** A read of the source, together with the step that it reads. */
export interface LocatedRead extends SourceRead {
  readonly step: string;
}

/**
 * Finds the steps that a source reads. Calls of functions from outside are left out, except for those that tracing
 * showed to be an exported function under another name.
 */
export function locateReads(
  reading: SourceReading,
  traced: readonly TracedRead[],
  earlier: EarlierSteps,
): readonly LocatedRead[] {
  const located = reading.reads.flatMap((read) => locate(read, earlier) ?? []);
  if (located.every(({ callee }) => callee === null)) return located;
  const seen = new Set(traced.flatMap(({ step, through }) => (through === "exported" ? [step] : [])));
  const confirmed = new Set(located.flatMap(({ callee, step }) => (seen.has(step) ? [callee] : [])));
  return located.filter(({ callee }) => callee === null || confirmed.has(callee));
}

function locate(read: SourceRead, earlier: EarlierSteps): LocatedRead | null {
  if (read.by === "stepSpan") return { ...read, step: read.name };
  const found = stepOfKey(read.name, (name) => earlier.has(name));
  return found && { ...read, step: found.step, path: [...found.path, ...read.path] };
}
