import { StepspanError, StoreError } from "@stepspan/engine";

/** Milliseconds for which a write waits until another process has written. */
export const busyTimeoutMs = 5000;

/** Milliseconds for which SQLite itself waits, and the event loop with it. */
export const lockWaitMs = 2;

/** The code of SQLite for a file that another process has locked. */
export const busyCode = 5;

interface Cause {
  readonly problem: string;
  readonly remedy: string;
}

const damaged: Cause = {
  problem: "the file is damaged",
  remedy: "Restore it from a backup, or move it away to begin another one.",
};
const closed: Cause = { problem: "it is closed", remedy: "Close the store after its engines." };
const busy: Cause = {
  problem: `another process kept it locked for more than ${busyTimeoutMs / 1000} s`,
  remedy: "End the process that holds a transaction open, or give each process a file of its own.",
};

/** By the primary result code of SQLite. @see https://www.sqlite.org/rescode.html */
const causes: ReadonlyMap<number, Cause> = new Map([
  [1, { problem: "its tables are not those of a store", remedy: damaged.remedy }],
  [5, busy],
  [6, busy],
  [8, { problem: "it can only be read", remedy: "Give the process the right to write to the file and to its folder." }],
  [10, { problem: "the disk reported an error", remedy: "Check the disk and its free space." }],
  [11, damaged],
  [13, { problem: "the disk is full", remedy: "Make room on the disk." }],
  [14, { problem: "the file cannot be opened", remedy: "Check that its folder is there and that the process may write to it." }],
  [18, { problem: "a value is too large for SQLite", remedy: "Give sqliteStore a smaller maximumValueSize." }],
  [26, { problem: "the file is no database of SQLite", remedy: "Give the path of another file." }],
]); // biome-ignore format: a table

/** The primary result code of SQLite in an error of `node:sqlite`; null for other errors. */
export function resultCodeOf(thrown: unknown): number | null {
  const code: unknown = thrown instanceof Error ? Reflect.get(thrown, "errcode") : null;
  return typeof code === "number" ? code & 0xff : null; // the higher bits are details
}

/** The code of SQLite for a row that is there already. */
export const constraintCode = 19;

/**
 * What was thrown while the store did something, as an error that says what to do.
 *
 * @param act what could not be done: `write to the journal of run "r"`
 */
export function sqliteFailure(path: string, act: string, thrown: unknown): StepspanError {
  if (thrown instanceof StepspanError) return thrown;
  const reported = thrown instanceof Error ? thrown.message : String(thrown);
  const cause = isOfClosed(thrown) ? closed : causes.get(resultCodeOf(thrown) ?? -1);
  const { problem, remedy } = cause ?? { problem: "SQLite failed", remedy: "Look at the cause of this error." };
  return new StoreError(`The store ${JSON.stringify(path)} could not ${act}: ${problem} (${reported}). ${remedy}`, {
    cause: thrown,
  });
}

function isOfClosed(thrown: unknown): boolean {
  return thrown instanceof Error && Reflect.get(thrown, "code") === "ERR_INVALID_STATE";
}
