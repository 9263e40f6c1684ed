import type { Certainty, LambdaScope, Read, ReadMode } from "@stepspan/engine";

/** What tracing and reading would have said of a read; `unknown` if neither found it. */
export type Known = Certainty | "unknown";

/** What a lambda of a random workflow computes. `Step` is how steps are named in it. */
export type Expression<Step = string> =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "read"; readonly step: Step; readonly mode: ReadMode; readonly known: Known }
  | { readonly kind: "sum"; readonly terms: readonly Expression<Step>[] }
  | {
      readonly kind: "choose";
      readonly by: Expression<Step>;
      readonly even: Expression<Step>;
      readonly odd: Expression<Step>;
    }
  /** In a try block; the catch block gives -1. */
  | { readonly kind: "caught"; readonly inner: Expression<Step> }
  | { readonly kind: "throw" };

export type ReadExpression = Extract<Expression, { readonly kind: "read" }>;

/** What a `settled` read gives for a step that did not succeed. */
export const numberOfStatus = { failed: 101, skipped: 102, cancelled: 103 } as const;

/** What a `default` read gives in place of null. */
export const numberOfNull = 7;

/** All reads that stand in an expression, whether they would be made or not. */
export function readsIn(expression: Expression): readonly ReadExpression[] {
  switch (expression.kind) {
    case "number":
    case "throw":
      return [];
    case "read":
      return [expression];
    case "sum":
      return expression.terms.flatMap(readsIn);
    case "choose":
      return [expression.by, expression.even, expression.odd].flatMap(readsIn);
    case "caught":
      return readsIn(expression.inner);
    default:
      return expression satisfies never;
  }
}

/** The reads that the definition of a step declares. */
export function declaredReads(expression: Expression): readonly Read[] {
  return readsIn(expression).flatMap(({ step, mode, known }) =>
    known === "unknown" ? [] : [{ step, mode, certainty: known, path: ["output"] }],
  );
}

/** Computes an expression as a lambda of the engine. */
export function compute(expression: Expression, scope: LambdaScope): number {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "throw":
      throw new Error("thrown by a lambda");
    case "read":
      return read(expression, scope);
    case "sum":
      return expression.terms.reduce((sum, term) => sum + compute(term, scope), 0);
    case "choose":
      return compute(compute(expression.by, scope) % 2 === 0 ? expression.even : expression.odd, scope);
    case "caught":
      try {
        return compute(expression.inner, scope);
      } catch {
        return -1;
      }
    default:
      return expression satisfies never;
  }
}

function read({ step, mode }: ReadExpression, { stepSpan }: LambdaScope): number {
  switch (mode) {
    case "plain":
      return stepSpan(step).output as number; // every step of these workflows gives a number
    case "default":
      return (stepSpan(step, { default: null })?.output as number | undefined) ?? numberOfNull;
    case "settled": {
      const span = stepSpan(step, { settled: true });
      return span.status === "succeeded" ? (span.output as number) : numberOfStatus[span.status];
    }
    default:
      return mode satisfies never;
  }
}
