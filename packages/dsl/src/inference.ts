import type { Lambda, LambdaScope, PlanWarning } from "@stepspan/engine";
import type { EarlierSteps, LambdaPlace } from "./inference/lambda-place.ts";
import { type LocatedRead, locateReads } from "./inference/locate-reads.ts";
import { placeReads } from "./inference/place-reads.ts";
import { refuseAsyncFunction, refusePromise } from "./inference/refuse-async.ts";
import { unknownStep, unknownStepWarning } from "./inference/unknown-names.ts";
import { readLambda } from "./reading/read-lambda.ts";
import type { SourceReading } from "./reading/source-reading.ts";
import { traceLambda } from "./tracing/trace-lambda.ts";

export type { EarlierSteps, LambdaPlace } from "./inference/lambda-place.ts";

/**
 * Finds out which steps a lambda reads, by calling it once with recording proxies and by reading its source. What both
 * miss is found when the lambda is evaluated.
 *
 * @throws DefinitionError for an async lambda, and for a read of a step that is no earlier one
 */
export function inferLambda(
  fn: (scope: never) => unknown,
  place: LambdaPlace,
  earlier: EarlierSteps,
): { readonly lambda: Lambda; readonly warnings: readonly PlanWarning[] } {
  refuseAsyncFunction(fn, place);
  const trace = traceLambda(fn, place.workflow, earlier);
  refusePromise(trace.returned, place);
  const reading = readLambda(fn);
  const located = locateReads(reading, trace.reads, earlier);
  for (const { step } of trace.reads) {
    if (!earlier.has(step) && !isComputed(step, located, reading)) throw unknownStep(step, place, earlier);
  }
  const reads = placeReads({
    traced: trace.reads.filter(({ step }) => earlier.has(step)),
    located: located.filter(({ step }) => earlier.has(step)),
    reading,
  });
  return {
    lambda: { evaluate: fn as (scope: LambdaScope) => unknown, reads }, // it takes the scope of its place
    warnings: warningsOf(located, place, earlier),
  };
}

/** A name that the lambda computes from what only a run brings need not be the one that a run computes. */
function isComputed(step: string, located: readonly LocatedRead[], reading: SourceReading): boolean {
  return reading.computesNames && !located.some((read) => read.step === step && !read.chosen);
}

function warningsOf(located: readonly LocatedRead[], place: LambdaPlace, earlier: EarlierSteps): PlanWarning[] {
  const missing = located.filter(({ step, callee, chosen }) => callee === null && !chosen && !earlier.has(step));
  return [...new Set(missing.map(({ step }) => step))].map((step) => unknownStepWarning(step, place, earlier));
}
