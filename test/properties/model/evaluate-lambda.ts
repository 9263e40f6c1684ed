import { type Expression, numberOfNull, numberOfStatus, type ReadExpression } from "../cases/expression.ts";
import { isLost, type Verdict } from "./verdict.ts";

/** What came of one lambda, and which settled steps it read on the way. */
export type LambdaOutcome = (
  | { readonly kind: "value"; readonly value: number }
  | { readonly kind: "threw" }
  | { readonly kind: "suspended"; readonly on: ReadonlySet<string> }
  | { readonly kind: "lost"; readonly step: string }
) & { readonly reads: ReadonlySet<string> };

/** What a lambda does to its reader. `verdictOf` gives null for a step that has not settled. */
export interface Reader {
  readonly isFinaliser: boolean;
  verdictOf(step: string): Verdict | null;
}

/** Thrown through the expression; what matters is in the notes. */
class Interrupted extends Error {}

interface Notes {
  readonly reads: Set<string>;
  readonly missing: Set<string>;
  lost: string | null;
}

/** A lost step or a missing one counts even if the lambda caught what it threw. */
export function evaluateLambda(expression: Expression, reader: Reader): LambdaOutcome {
  const notes: Notes = { reads: new Set(), missing: new Set(), lost: null };
  let value: number | null = null;
  try {
    value = valueOf(expression, reader, notes);
  } catch (thrown) {
    if (!(thrown instanceof Interrupted)) throw thrown;
  }
  const { reads, missing, lost } = notes;
  if (missing.size > 0) return { kind: "suspended", on: missing, reads };
  if (lost !== null) return { kind: "lost", step: lost, reads };
  return value === null ? { kind: "threw", reads } : { kind: "value", value, reads };
}

function valueOf(expression: Expression, reader: Reader, notes: Notes): number {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "throw":
      throw new Interrupted();
    case "sum":
      return expression.terms.map((term) => valueOf(term, reader, notes)).reduce((a, b) => a + b, 0);
    case "choose": {
      const isEven = valueOf(expression.by, reader, notes) % 2 === 0;
      return valueOf(isEven ? expression.even : expression.odd, reader, notes);
    }
    case "caught":
      try {
        return valueOf(expression.inner, reader, notes);
      } catch {
        return -1;
      }
    case "read":
      return valueOfRead(expression, reader, notes);
    default:
      return expression satisfies never;
  }
}

function valueOfRead({ step, mode }: ReadExpression, reader: Reader, notes: Notes): number {
  const verdict = reader.verdictOf(step);
  if (verdict === null) {
    notes.missing.add(step);
    throw new Interrupted();
  }
  notes.reads.add(step);
  if (verdict.status === "succeeded") return verdict.output;
  if (mode === "settled") return numberOfStatus[verdict.status];
  if (isLost(verdict) && !reader.isFinaliser) {
    notes.lost ??= step;
    throw new Interrupted();
  }
  if (mode === "default") return numberOfNull;
  throw new Interrupted();
}
