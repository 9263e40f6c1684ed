import { type Expression, numberOfNull, numberOfStatus, type ReadExpression } from "../cases/expression.ts";
import { isLost, type Verdict } from "./verdict.ts";

/** What came of one lambda, and which settled steps it read on the way. */
export type LambdaOutcome = (
  | { readonly kind: "value"; readonly value: number }
  | { readonly kind: "threw" }
  | { readonly kind: "suspended"; readonly on: string }
  | { readonly kind: "lost"; readonly step: string }
) & { readonly reads: ReadonlySet<string> };

/** What a lambda does to its reader. `verdictOf` gives null for a step that has not settled. */
export interface Reader {
  readonly isFinaliser: boolean;
  verdictOf(step: string): Verdict | null;
}

/** What a lambda throws, or is thrown through it. */
class Interrupted extends Error {}

interface Notes {
  readonly reads: Set<string>;
  /** The read that ended the evaluation. */
  end: { readonly kind: "suspended"; readonly on: string } | { readonly kind: "lost"; readonly step: string } | null;
}

/** The read of a lost step or of one that has not settled ends it, even if the lambda catches that and goes on. */
export function evaluateLambda(expression: Expression, reader: Reader): LambdaOutcome {
  const notes: Notes = { reads: new Set(), end: null };
  let value: number | null = null;
  try {
    value = numberOf(expression, reader, notes);
  } catch (thrown) {
    if (!(thrown instanceof Interrupted)) throw thrown;
  }
  const { reads, end } = notes;
  if (end !== null) return { ...end, reads };
  return value === null ? { kind: "threw", reads } : { kind: "value", value, reads };
}

function numberOf(expression: Expression, reader: Reader, notes: Notes): number {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "throw":
      throw new Interrupted();
    case "sum":
      return expression.terms.map((term) => numberOf(term, reader, notes)).reduce((a, b) => a + b, 0);
    case "choose": {
      const isEven = numberOf(expression.by, reader, notes) % 2 === 0;
      return numberOf(isEven ? expression.even : expression.odd, reader, notes);
    }
    case "caught":
      try {
        return numberOf(expression.inner, reader, notes);
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
  if (notes.end !== null) throw new Interrupted();
  const verdict = reader.verdictOf(step);
  if (verdict === null) {
    notes.end = { kind: "suspended", on: step };
    throw new Interrupted();
  }
  notes.reads.add(step);
  if (verdict.status === "succeeded") return verdict.output;
  if (mode === "settled") return numberOfStatus[verdict.status];
  if (isLost(verdict) && !reader.isFinaliser) {
    notes.end = { kind: "lost", step };
    throw new Interrupted();
  }
  if (mode === "default") return numberOfNull;
  throw new Interrupted();
}
