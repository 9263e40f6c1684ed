import type { Lambda, LambdaScope, PlanWarning } from "@stepspan/engine";
import type { EarlierSteps, LambdaPlace } from "./inference/lambda-place.ts";
import { confirmedReads, placeReads } from "./inference/place-reads.ts";
import { refuseAsyncFunction, refusePromise } from "./inference/refuse-async.ts";
import { unknownStep, unknownStepWarning } from "./inference/unknown-names.ts";
import { readLambda } from "./reading/read-lambda.ts";
import type { SourceReading } from "./reading/source-reading.ts";
import type { TracedRead } from "./tracing/recorder.ts";
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
  const source = readLambda(fn);
  const reading = { ...source, reads: confirmedReads(source, trace.reads) };
  const traced = trace.reads.filter(({ step }) => earlier.has(step));
  const known = reading.reads.filter(({ step }) => earlier.has(step));
  refuseUnknown(trace.reads, reading, place, earlier);
  return {
    lambda: {
      evaluate: fn as (scope: LambdaScope) => unknown, // it takes the scope of its place, which the builder types
      reads: placeReads(traced, { ...reading, reads: known }),
    },
    warnings: warningsOf(reading, place, earlier),
  };
}

/** A name that the lambda computes from what only a run brings need not be the one that a run computes. */
function refuseUnknown(
  traced: readonly TracedRead[],
  reading: SourceReading,
  place: LambdaPlace,
  earlier: EarlierSteps,
): void {
  for (const { step } of traced) {
    if (earlier.has(step)) continue;
    const isWritten = reading.reads.some((read) => read.step === step && !read.chosen);
    if (isWritten || !reading.computesNames) throw unknownStep(step, place, earlier);
  }
}

function warningsOf(reading: SourceReading, place: LambdaPlace, earlier: EarlierSteps): PlanWarning[] {
  const steps = reading.reads.flatMap(({ step, callee, chosen }) => (callee === null && !chosen ? [step] : []));
  return [...new Set(steps)]
    .filter((step) => !earlier.has(step))
    .map((step) => unknownStepWarning(step, place, earlier));
}
