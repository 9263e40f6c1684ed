import type { AttemptRecord } from "../spans/span.ts";
import type { MutableAttempt, StepRecord } from "./step-record.ts";

/**
 * The attempts of a step. Most steps have one, which begins and ends with the step itself: of that nothing is kept but
 * that there is one. The places of attempts of which only the number is known are empty.
 */
export function attemptsOf(record: StepRecord): readonly AttemptRecord[] {
  if (record.attemptList !== null) return record.attemptList;
  return record.attemptCount === 0 ? [] : [onlyAttempt(record)];
}

/** The step has a further attempt from now on; its start is noted before. */
export function addAttempt(record: StepRecord, startedAt: number): void {
  const isOnly = record.attemptCount === 0 && record.attemptList === null && record.startedAt === startedAt;
  if (!isOnly) listAttempts(record).push(openedAt(record.attemptCount + 1, startedAt));
  record.attemptCount++;
}

/** The same where nothing is known of those before it, and the step may have been running for long. */
export function setAttempt(record: StepRecord, number: number, startedAt: number): void {
  record.attemptList = new Array(number - 1);
  record.attemptList.push(openedAt(number, startedAt));
  record.attemptCount = number;
}

export function hasOpenEnd({ attemptCount, attemptList, finishedAt }: StepRecord): boolean {
  if (attemptCount === 0) return false;
  return (attemptList === null ? finishedAt : attemptList.at(-1)!.finishedAt) === null; // there are some
}

/** The open attempt ends with its step. */
export function endWithStep(record: StepRecord, finishedAt: number, error: Error | null): void {
  if (record.attemptList !== null) endLast(record.attemptList, finishedAt, error);
}

/** The open attempt ends, and the step goes on. */
export function endBeforeStep(record: StepRecord, finishedAt: number, error: Error | null): void {
  endLast(listAttempts(record), finishedAt, error);
}

/** From now on each attempt is kept by itself: the step goes on after its first, or has more of them. */
export function listAttempts(record: StepRecord): MutableAttempt[] {
  record.attemptList ??= record.attemptCount === 0 ? [] : [onlyAttempt(record)];
  return record.attemptList;
}

function onlyAttempt({ startedAt, finishedAt, error }: StepRecord): MutableAttempt {
  return { number: 1, startedAt: startedAt!, finishedAt, error }; // it began with the step
}

function openedAt(number: number, startedAt: number): MutableAttempt {
  return { number, startedAt, finishedAt: null, error: null };
}

function endLast(list: readonly MutableAttempt[], finishedAt: number, error: Error | null): void {
  const last = list.at(-1)!; // it is open
  last.finishedAt = finishedAt;
  last.error = error;
}
