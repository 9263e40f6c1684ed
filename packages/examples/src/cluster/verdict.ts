import type { Run } from "stepspan";
import type { LedgerEntry } from "./ledger.ts";
import type { Member } from "./member.ts";
import { repeatedAttempts } from "./repeated-attempts.ts";

/** What the demo was to show, and what it found. */
export interface Verdict {
  readonly succeeded: number;
  readonly attempts: number;
  readonly repeated: number;
  /** What must not be, one sentence each. */
  readonly problems: readonly string[];
}

/** @param killed the workers that were killed; nothing else may make a body be called again */
export function verdictOn(
  run: Run,
  entries: readonly LedgerEntry[],
  steps: number,
  killed: readonly Member[],
): Verdict {
  const called = run.spans.filter(({ attempts }) => attempts.length > 0);
  const succeeded = called.filter(({ status }) => status === "succeeded").length;
  const attempts = called.reduce((sum, span) => sum + span.attempts.length, 0);
  const repeated = repeatedAttempts(entries);
  const known = new Set(entries.map(({ step, attempt }) => `${step} ${attempt}`));
  const problems = [
    ...(run.status === "succeeded" ? [] : [`The run is ${run.status}.`]),
    ...(succeeded === steps ? [] : [`${succeeded} of ${steps} steps succeeded.`]),
    ...(known.size === attempts ? [] : [`The run has ${attempts} attempts, the ledger ${known.size}.`]),
    ...repeated
      .filter(({ before, again }) => !isBetween(before, again, killed))
      .map(({ again: { step, attempt } }) => `Attempt ${attempt} of ${step} was repeated for no reason.`),
  ];
  return { succeeded, attempts, repeated: repeated.length, problems };
}

/** Whether the process of the first call was killed before the second. */
function isBetween(before: LedgerEntry, again: LedgerEntry, killed: readonly Member[]): boolean {
  const member = killed.find(({ name }) => name === before.process);
  return member?.endedAt != null && before.time <= member.endedAt && member.endedAt <= again.time;
}
