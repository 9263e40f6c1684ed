import { existsSync, readFileSync } from "node:fs";

/** One call of a body, as the process that made it noted it. */
export interface Call {
  readonly run: string;
  /** The path of the step. */
  readonly step: string;
  readonly attempt: number;
  readonly key: string;
  /** In milliseconds since the epoch. */
  readonly time: number;
  /** Each start of a program has a name of its own. */
  readonly process: string;
}

/** The calls that were noted in a file, in the order in which they were. */
export function callsIn(notes: string): readonly Call[] {
  if (!existsSync(notes)) return [];
  const lines = readFileSync(notes, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}
