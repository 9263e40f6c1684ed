import type { CancelReason, RunStatus, SkipReason, Span, SpanDependency } from "@stepspan/engine";
import { momentOf, shortDuration } from "./times.ts";

/** A sentence about a span: what is plain text in it, and which steps it names. */
export type Sentence = readonly (string | { readonly step: string })[];

/** What is known around a span that waits. */
export interface Surroundings {
  readonly runStatus: RunStatus;
  /** The status of a step beside it; null if there is none of this name. */
  readonly statusOf: (step: string) => Span["status"] | null;
  /** When its next attempt is due, in milliseconds since the epoch; null if none is. */
  readonly retryAt: number | null;
  /** The queue of its step; null for the default one. */
  readonly queue: string | null;
  readonly now: number;
}

/** Why a span was skipped. */
export function whySkipped(because: SkipReason): Sentence {
  switch (because.kind) {
    case "guard":
      return ["Its guard returned false."];
    case "skipWith":
      return ["It is skipped with ", { step: because.step }, ", and that was skipped, or failed tolerated."];
    case "upstream":
      return ["It depends on ", { step: because.step }, ", which did not succeed."];
  }
}

/** Why a span was cancelled. `reasonText` is what was given to `cancel`, as text. */
export function whyCancelled(because: CancelReason, reasonText: string | null): Sentence {
  switch (because.kind) {
    case "cancel":
      return [reasonText === null ? "Somebody cancelled the run." : `Somebody cancelled the run: ${reasonText}`];
    case "failFast":
      return [{ step: because.step }, " failed, and the workflow starts nothing after a failure."];
    case "timeout":
      return ["The run took longer than its timeout."];
    case "stalled":
      return ["Nothing in the run could go on."];
    case "race":
      return ["Another step won the race ", { step: because.step }, "."];
    case "stopped":
      return [{ step: because.step }, " ended the run well before this step had to run."];
  }
}

/** Why a span has not settled and does not run, one sentence for each thing that it waits for; empty if it runs. */
export function whyWaiting(span: Span, around: Surroundings): readonly Sentence[] {
  if (span.status === "running" || !isUnsettled(span)) return [];
  const held: Sentence[] = [];
  if (around.runStatus === "paused") held.push(["The run is paused: nothing starts until it is resumed."]);
  if (around.runStatus === "parked") held.push(["The run was set aside: nothing starts until somebody resumes it."]);
  return [...held, ...waitsOf(span, around)];
}

function isUnsettled({ status }: Span): boolean {
  return status === "pending" || status === "waiting" || status === "suspended";
}

function waitsOf(span: Span, around: Surroundings): readonly Sentence[] {
  const open = span.waits.filter((wait) => wait.endedAt === null);
  if (open.length > 0) {
    return open.map(({ event, dueAt }) => {
      const until = dueAt === null ? "" : `${momentOf(dueAt)} (${inTime(dueAt, around.now)})`;
      if (event === null) return [`It sleeps until ${until}.`];
      return [`It waits for the event "${event}"${until === "" ? "" : `, until ${until}`}.`];
    });
  }
  if (around.retryAt !== null && span.attempts.length > 0 && span.attempts.every((one) => one.finishedAt !== null)) {
    const failed = span.attempts.length;
    return [[`Attempt ${failed} failed; the next is due ${inTime(around.retryAt, around.now)}.`]];
  }
  if (span.queuedAt !== null) return [[`It is ready and waits for a slot of ${queueText(around.queue)}.`]];
  const unsettled = new Set(span.dependencies.filter((one) => holdsBack(one, around)).map(({ step }) => step));
  if (unsettled.size > 0) return [...unsettled].map((step) => [{ step }, " has not settled yet."]);
  return [["It has not had its turn yet."]];
}

function holdsBack({ step, certainty }: SpanDependency, { statusOf }: Surroundings): boolean {
  const status = statusOf(step);
  if (status === null || certainty === "conditional" || certainty === "dynamic") return false;
  return !["succeeded", "failed", "skipped", "cancelled"].includes(status);
}

function queueText(queue: string | null): string {
  return queue === null ? "the engine" : `the queue "${queue}"`;
}

function inTime(time: number, now: number): string {
  return time <= now ? "now" : `in ${shortDuration(time - now)}`;
}
