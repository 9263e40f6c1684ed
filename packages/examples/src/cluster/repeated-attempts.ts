import type { LedgerEntry } from "./ledger.ts";

/** An attempt whose body was called again, and the call before that. */
export interface RepeatedAttempt {
  readonly before: LedgerEntry;
  readonly again: LedgerEntry;
}

/** @param entries in the order in which they were written */
export function repeatedAttempts(entries: readonly LedgerEntry[]): readonly RepeatedAttempt[] {
  const last = new Map<string, LedgerEntry>();
  return entries.flatMap((again) => {
    const key = JSON.stringify([again.run, again.step, again.attempt]);
    const before = last.get(key);
    last.set(key, again);
    return before === undefined ? [] : [{ before, again }];
  });
}
