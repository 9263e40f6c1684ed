import { type Findings, readIdOf } from "./findings.ts";
import { parseLambda } from "./parse-lambda.ts";
import { type SourceRead, type SourceReading, unreadable } from "./source-reading.ts";
import type { FunctionNode } from "./syntax.ts";
import type { IsUpstream } from "./upstream.ts";
import { walkLambda } from "./walk-lambda.ts";

/** Bounds the memory for sources; the oldest one goes first. */
const mostKept = 1_000;
const kept = new Map<string, SourceReading>();

/** Reads the source of a lambda. The same text is read once, however many lambdas are made of it. */
export function readLambda(lambda: Function): SourceReading {
  const text = Function.prototype.toString.call(lambda);
  const known = kept.get(text);
  if (known !== undefined) return known;
  const reading = readSource(text);
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value!); // not empty
  kept.set(text, reading);
  return reading;
}

/** Reads a lambda's source. */
export function readSource(text: string): SourceReading {
  const lambda = parseLambda(text);
  if (lambda === null) return unreadable;
  try {
    return readingOf(lambda);
  } catch (error) {
    if (error instanceof RangeError) return unreadable; // nested too deeply for the stack
    throw error;
  }
}

function readingOf(lambda: FunctionNode): SourceReading {
  const { findings, required, isUpstream } = walkLambda(lambda);
  return {
    reads: [...findings.sites.values()].flat().map((site): SourceRead => {
      const certainty = required.has(readIdOf(site)) ? "required" : "conditional";
      return { ...site, certainty };
    }),
    branches: findings.branches || hasHiddenBranch(findings, isUpstream),
    escapes: findings.escapes,
    computesNames: [...findings.computedNames].some(isUpstream),
    readsExported: findings.readsExported || [...findings.outsideArguments].some((argument) => !isUpstream(argument)),
  };
}

/** Loops and callbacks are branches where the run, or code that is not seen, decides how often they run. */
function hasHiddenBranch({ loopHeads, callbacks, readers }: Findings, isUpstream: IsUpstream): boolean {
  if ([...loopHeads].some(isUpstream)) return true;
  return [...callbacks.values()].some(
    ({ body, steeredBy }) => readers.has(body) && (steeredBy === null || steeredBy.some(isUpstream)),
  );
}
