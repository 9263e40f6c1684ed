import type { RunEvent } from "@stepspan/engine";
import type { Cancellation, Verdict } from "./verdict.ts";

/** A settlement as the engine wrote it. */
export interface Claim {
  readonly step: string;
  readonly verdict: Verdict;
}

/** Null for an event that settles no step. */
export function claimOf(event: RunEvent): Claim | null {
  switch (event.type) {
    case "step-succeeded":
      return { step: event.path, verdict: { status: "succeeded", output: event.output as number } }; // all give numbers
    case "step-failed":
      return { step: event.path, verdict: { status: "failed", tolerated: event.tolerated } };
    case "step-skipped":
      return { step: event.path, verdict: { status: "skipped", because: event.because } };
    case "step-cancelled":
      return { step: event.path, verdict: { status: "cancelled", because: event.because as Cancellation } };
    default:
      return null;
  }
}
