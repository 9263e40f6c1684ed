import type { Certainty, Read, ReadMode } from "@stepspan/engine";
import type { SourceRead, SourceReading } from "../reading/source-reading.ts";
import type { TracedRead } from "../tracing/recorder.ts";
import { maximalPaths } from "./maximal-paths.ts";

/** The reads of one step in one mode. */
interface Place {
  readonly step: string;
  readonly mode: ReadMode;
  readonly paths: (readonly string[])[];
}

/**
 * Puts together what tracing and reading found, one entry for each step, mode and path. All reads of one step have the
 * same certainty: it decides when the step is waited for.
 */
export function placeReads(traced: readonly TracedRead[], reading: SourceReading): Read[] {
  const certainties = certaintiesOf(traced, reading);
  const places = new Map<string, Place>();
  for (const { step, path, mode } of reading.reads) {
    if (certainties.has(step)) addPaths(places, step, mode ?? tracedModeOf(step, traced), [path]);
  }
  for (const { step, mode, paths } of traced) addPaths(places, step, mode, paths);
  return [...places.values()].flatMap(({ step, mode, paths }) =>
    maximalPaths(paths).map((path) => ({ step, path, certainty: certainties.get(step)!, mode })),
  );
}

/** The certainty of each step that is read: the strongest that one of its reads has. */
function certaintiesOf(traced: readonly TracedRead[], reading: SourceReading): ReadonlyMap<string, Certainty> {
  const certainties = new Map<string, Certainty>();
  const tracedSteps = new Set(traced.map(({ step }) => step));
  for (const read of reading.reads) {
    if (read.chosen && tracedSteps.has(read.step)) continue; // a name that is computed is dynamic
    if (certainties.get(read.step) !== "required") certainties.set(read.step, read.certainty);
  }
  for (const read of traced) {
    if (isOnEveryWay(read, reading)) certainties.set(read.step, "required");
    else if (!certainties.has(read.step)) certainties.set(read.step, "dynamic");
  }
  return certainties;
}

/** Without a branch what was seen once is seen always, if it is the lambda that reads and no one that it calls. */
function isOnEveryWay(read: TracedRead, reading: SourceReading): boolean {
  if (read.isSupposed || reading.branches || reading.escapes || reading.computesNames) return false;
  return read.through === "scope" || reading.readsExported;
}

function tracedModeOf(step: string, traced: readonly TracedRead[]): ReadMode {
  return traced.find((read) => read.step === step)?.mode ?? "plain";
}

function addPaths(
  places: Map<string, Place>,
  step: string,
  mode: ReadMode,
  paths: readonly (readonly string[])[],
): void {
  const key = `${mode} ${step}`;
  const place = places.get(key) ?? { step, mode, paths: [] };
  place.paths.push(...paths);
  places.set(key, place);
}

/** Leaves out calls of functions from outside, except for those that tracing showed to be the exported `stepSpan`. */
export function confirmedReads(reading: SourceReading, traced: readonly TracedRead[]): SourceRead[] {
  const tracedSteps = new Set(traced.flatMap(({ step, through }) => (through === "exported" ? [step] : [])));
  const confirmed = new Set<string | null>([null]);
  for (const { callee, step } of reading.reads) if (tracedSteps.has(step)) confirmed.add(callee);
  return reading.reads.filter(({ callee }) => confirmed.has(callee));
}
