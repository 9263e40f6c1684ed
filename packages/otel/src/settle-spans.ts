import type { Attributes } from "@opentelemetry/api";
import type { RunEvent } from "@stepspan/engine";
import { type Failure, failureOf } from "./failure.ts";
import type { RunTree } from "./run-tree.ts";
import { cancelAttributes, reusedAttributes, skipAttributes, sumsOf } from "./span-attributes.ts";
import type { SpanWriter } from "./span-writer.ts";
import type { Unit } from "./unit.ts";

/** What became of a run, a step or an item. */
export interface Settlement {
  readonly time: number;
  /** Null if nobody knows: the engine has done with the run before. */
  readonly status: "succeeded" | "failed" | "skipped" | "cancelled" | null;
  /** Null for all that is not `failed`. */
  readonly failure: Failure | null;
  readonly attributes: Attributes;
  /** What an aborted attempt threw. */
  readonly thrown?: Error | null;
}

export type SettlingEvent = Extract<
  RunEvent,
  { readonly type: "step-succeeded" | "step-failed" | "step-skipped" | "step-cancelled" | "step-reused" }
>;

export function settlementOf(event: SettlingEvent): Settlement {
  const { time } = event;
  switch (event.type) {
    case "step-succeeded":
      return { time, status: "succeeded", failure: null, attributes: {} };
    case "step-failed":
      return { time, status: "failed", ...failed(event.error, event.tolerated) };
    case "step-skipped":
      return { time, status: "skipped", failure: null, attributes: skipAttributes(event.because) };
    case "step-cancelled":
      return {
        ...{ time, status: "cancelled", failure: null },
        ...{ attributes: cancelAttributes(event.because), thrown: event.error },
      };
    case "step-reused": {
      const { attributes, ...settlement } = settlementOfReused(event);
      return { ...settlement, attributes: { ...attributes, ...reusedAttributes(event.from) } };
    }
    default:
      return event satisfies never;
  }
}

function settlementOfReused({ time, outcome }: Extract<SettlingEvent, { type: "step-reused" }>): Settlement {
  switch (outcome.kind) {
    case "succeeded":
      return { time, status: "succeeded", failure: null, attributes: {} };
    case "failed":
      return { time, status: "failed", ...failed(outcome.error, true) };
    case "skipped":
      return { time, status: "skipped", failure: null, attributes: skipAttributes(outcome.because) };
    case "cancelled":
      return { time, status: "cancelled", failure: null, attributes: cancelAttributes(outcome.because) };
    default:
      return outcome satisfies never;
  }
}

function failed(error: Error, tolerated: boolean): Pick<Settlement, "failure" | "attributes"> {
  return { failure: failureOf(error), attributes: tolerated ? { "stepspan.tolerated": true } : {} };
}

/** Ends the spans of a unit from the innermost on, and forgets what is of no interest any more. */
export function settleSpans(unit: Unit, settlement: Settlement, tree: RunTree, writer: SpanWriter): void {
  endAttempt(unit, settlement, tree, writer);
  for (const below of unit.below?.values() ?? []) {
    if (below.context === null) continue;
    const { time, status, failure } = settlement;
    const isChildRun = below.kind === "run"; // it ends as its step does
    const left: Settlement = {
      time,
      status: isChildRun ? status : null,
      failure: isChildRun ? failure : null,
      attributes: {},
    };
    settleSpans(below, left, tree, writer);
  }
  const attributes = { ...statusOf(settlement), ...settlement.attributes, ...sumsOf(unit) };
  writer.end(unit.span, { time: settlement.time, attributes, failure: settlement.failure }, tree.recorded);
  tree.settle(unit);
}

/** Ends the attempt that is open, if there is one. */
export function endAttempt(unit: Unit, settlement: Settlement, tree: RunTree, writer: SpanWriter): void {
  const { attempt } = unit;
  if (attempt === null) return;
  unit.attempt = null;
  const { time, failure, thrown } = settlement;
  if (thrown != null) {
    const { type, message } = failureOf(thrown);
    writer.event(attempt.span, "stepspan.aborted", time, { "exception.type": type, "exception.message": message });
  }
  writer.end(attempt.span, { time, attributes: statusOf(settlement), failure }, tree.recorded);
}

function statusOf({ status }: Settlement): Attributes {
  return status === null ? {} : { "stepspan.status": status };
}
