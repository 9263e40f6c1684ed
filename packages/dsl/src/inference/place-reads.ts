import type { Certainty, Read, ReadMode } from "@stepspan/engine";
import type { SourceReading } from "../reading/source-reading.ts";
import type { TracedRead } from "../tracing/recorder.ts";
import type { LocatedRead } from "./locate-reads.ts";
import { maximalPaths } from "./maximal-paths.ts";

/** The reads of one step in one mode. */
interface Place {
  readonly step: string;
  readonly mode: ReadMode;
  readonly paths: (readonly string[])[];
}

/** What tracing and reading found out about one lambda, of steps that can be read. */
export interface FoundReads {
  readonly traced: readonly TracedRead[];
  readonly located: readonly LocatedRead[];
  readonly reading: SourceReading;
}

/**
 * Puts together what tracing and reading found, one entry for each step, mode and path. All reads of one step have the
 * same certainty: it decides when the step is waited for.
 */
export function placeReads(found: FoundReads): Read[] {
  const { traced, located } = found;
  const certainties = certaintiesOf(found);
  const places = new Map<string, Place>();
  for (const { step, path, mode } of located) {
    addPaths(places, step, mode ?? tracedModeOf(step, traced), [path]);
  }
  for (const { step, mode, paths } of traced) addPaths(places, step, mode, paths);
  return [...places.values()].flatMap(({ step, mode, paths }) =>
    maximalPaths(paths).map((path) => ({ step, path, certainty: certainties.get(step)!, mode })),
  );
}

/** The certainty of each step that is read: the strongest that one of its reads has. */
function certaintiesOf({ traced, located, reading }: FoundReads): ReadonlyMap<string, Certainty> {
  const certainties = new Map<string, Certainty>();
  const tracedSteps = new Set(traced.map(({ step }) => step));
  for (const read of located) {
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
