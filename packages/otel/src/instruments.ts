import type { Counter, Histogram, Meter, UpDownCounter } from "@opentelemetry/api";

/** Upper bounds in seconds: from steps that compute to steps that wait for an hour. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600];

/** What is measured. */
export interface Instruments {
  readonly runs: Histogram;
  readonly steps: Histogram;
  readonly attemptDurations: Histogram;
  readonly attempts: Counter;
  readonly failures: Counter;
  readonly openRuns: UpDownCounter;
  readonly queued: UpDownCounter;
}

export function createInstruments(meter: Meter): Instruments {
  const histogram = (name: string, description: string) =>
    meter.createHistogram(name, { description, unit: "s", advice: { explicitBucketBoundaries: bounds } });
  return {
    runs: histogram("stepspan.run.duration", "How long runs took, from their start to their end."),
    steps: histogram("stepspan.step.duration", "How long steps took, from their first attempt to their end."),
    attemptDurations: histogram("stepspan.attempt.duration", "How long attempts took, waits included."),
    attempts: meter.createCounter("stepspan.attempts", { description: "Attempts that began.", unit: "{attempt}" }),
    failures: meter.createCounter("stepspan.step.failures", { description: "Steps that failed.", unit: "{step}" }),
    openRuns: meter.createUpDownCounter("stepspan.runs.open", {
      description: "Runs that go on in this engine.",
      unit: "{run}",
    }),
    queued: meter.createUpDownCounter("stepspan.queue.depth", {
      description: "Attempts that are ready and wait for a slot.",
      unit: "{attempt}",
    }),
  };
}
