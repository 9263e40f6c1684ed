import type { Run } from "@stepspan/engine";
import { milliseconds } from "../display/milliseconds.ts";
import { spanTable } from "../display/span-table.ts";

/** What a matcher tells vitest; `actual` and `expected` are shown as a diff. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
  readonly actual?: unknown;
  readonly expected?: unknown;
}

/** What a matcher found out about a run, in the words `Expected <subject> to have <done>, but <found>.` */
export interface Finding {
  readonly pass: boolean;
  /** For example `"price"`. */
  readonly subject: string;
  /** What was expected of it, for example `been skipped`. */
  readonly done: string;
  /** For example `it succeeded`. */
  readonly found: string;
  /** Steps that the matcher is about; a shortened table keeps them. */
  readonly names?: readonly string[];
}

/** The message says what was expected and what was found, and shows the table of spans. */
export function resultOf(run: Run, { pass, subject, done, found, names = [] }: Finding): MatcherResult {
  return {
    pass,
    message: () =>
      [
        `Expected ${subject} ${pass ? "not to have" : "to have"} ${done}, but ${found}.`,
        `Run of "${run.workflow}" (${run.status}, ${milliseconds(run.duration)}):`,
        `${spanTable(run, names)}\n`,
      ].join("\n\n"),
  };
}
