import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { StepContext } from "stepspan";

/** Where bodies write down that they were called: a file outside of every run. */
export interface Ledger {
  /** @throws Error if the file cannot be written */
  note(context: Pick<StepContext, "run" | "path" | "attempt" | "idempotencyKey">): void;
}

/** One call of a body. */
export interface LedgerEntry {
  readonly run: string;
  readonly step: string;
  readonly attempt: number;
  /** The same for all attempts of a step. */
  readonly key: string;
  /** The name of the process. */
  readonly process: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** @param process the name of the process that writes */
export function createLedger(file: string, process: string): Ledger {
  return {
    note: ({ run, path, attempt, idempotencyKey: key }) => {
      const entry: LedgerEntry = { run: run.id, step: path, attempt, key, process, time: Date.now() };
      appendFileSync(file, `${JSON.stringify(entry)}\n`); // one write: lines of several processes do not mix
    },
  };
}

/** All entries so far, in the order in which they were written. */
export function readLedger(file: string): readonly LedgerEntry[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1); // behind the last line is the beginning of none
  return lines.map((line) => JSON.parse(line));
}
