import {
  DefinitionError,
  type Run,
  type RunStatus,
  type SkipReason,
  type Span,
  type SpanStatus,
  suggest,
} from "@stepspan/engine";
import { escapeText, quoteText } from "../display/escape-text.ts";
import { reasonText } from "../display/span-reason.ts";
import { failureText } from "../display/text-of-value.ts";
import { skipKinds } from "../span-graph/node.ts";
import { type MatcherResult, resultOf } from "./matcher-result.ts";
import { requireRun, requireSibling, requireSpan } from "./received.ts";

/** Why a step was skipped: a kind of reason, or the reason whole. */
export type ExpectedSkipReason = SkipReason["kind"] | SkipReason;

export function toHaveSucceeded(received: unknown, name?: string): MatcherResult {
  return toHaveEnded("toHaveSucceeded", "succeeded", received, name);
}

export function toHaveFailed(received: unknown, name?: string): MatcherResult {
  return toHaveEnded("toHaveFailed", "failed", received, name);
}

export function toHaveCancelled(received: unknown, name?: string): MatcherResult {
  return toHaveEnded("toHaveCancelled", "cancelled", received, name);
}

export function toHaveSkipped(received: unknown, name: string, reason?: ExpectedSkipReason): MatcherResult {
  const run = requireRun("toHaveSkipped", received);
  const span = requireSpan("toHaveSkipped", run, name);
  const expectedReason = reason === undefined ? null : checkedReason(run, span, reason);
  return resultOf(run, {
    pass: span.status === "skipped" && (expectedReason === null || isReason(span.skipped, expectedReason)),
    subject: quoteText(name),
    done: expectedReason === null ? "been skipped" : `been skipped (${wordsOf(expectedReason)})`,
    found: endOf(span),
    names: [name],
  });
}

function toHaveEnded(
  matcher: string,
  status: "succeeded" | "failed" | "cancelled",
  received: unknown,
  name: string | undefined,
): MatcherResult {
  const run = requireRun(matcher, received);
  const done = status === "cancelled" ? "been cancelled" : status;
  if (name === undefined) {
    return resultOf(run, {
      pass: run.status === status,
      subject: `the run of "${run.workflow}"`,
      done,
      found: endOfRun(run),
    });
  }
  const span = requireSpan(matcher, run, name);
  return resultOf(run, {
    pass: span.status === status,
    subject: quoteText(name),
    done,
    found: endOf(span),
    names: [name],
  });
}

function checkedReason(run: Run, span: Span, reason: ExpectedSkipReason): Partial<SkipReason> {
  const whole = typeof reason === "string" ? { kind: reason } : reason;
  if (!Object.hasOwn(skipKinds, whole.kind)) {
    const kinds = Object.keys(skipKinds);
    throw new DefinitionError(
      `toHaveSkipped: ${JSON.stringify(whole.kind)} is no reason to skip a step.${suggest(String(whole.kind), kinds)} Reasons are ${kinds.join(", ")}.`,
    );
  }
  if ("step" in whole) requireSibling("toHaveSkipped", run, span, whole.step);
  return whole;
}

function isReason(actual: SkipReason, expected: Partial<SkipReason>): boolean {
  return (
    actual.kind === expected.kind && (!("step" in expected) || ("step" in actual && actual.step === expected.step))
  );
}

function wordsOf(reason: Partial<SkipReason>): string {
  return "step" in reason ? `${reason.kind} ${quoteText(String(reason.step))}` : String(reason.kind);
}

const endings: Readonly<Record<SpanStatus | RunStatus, string>> = {
  paused: "it is paused",
  parked: "it is parked",
  pending: "it has not begun",
  waiting: "it is waiting",
  running: "it is running",
  suspended: "it is suspended",
  succeeded: "it succeeded",
  failed: "it failed",
  skipped: "it was skipped",
  cancelled: "it was cancelled",
};

/** How a step ended, to stand after `but`. */
export function endOf(span: Span): string {
  const reason = reasonText(span);
  if (reason === "") return endings[span.status];
  return span.status === "failed" ? `${endings.failed}: ${reason}` : `${endings[span.status]} (${reason})`;
}

function endOfRun(run: Run): string {
  const [first] = run.errors;
  const reason = first === undefined ? reasonText(run.rootSpan) : escapeText(failureText(first));
  return reason === "" ? endings[run.status] : `${endings[run.status]}: ${reason}`;
}
