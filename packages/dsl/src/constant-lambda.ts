import { madeFrom } from "@stepspan/engine";

const givenConstant = Symbol.for("stepspan.constant");

/** A lambda that always gives the same value, which was written in its place. */
export function constantLambda(value: unknown): () => unknown {
  const lambda = () => value;
  return Object.assign(madeFrom(lambda, { constant: value }), { [givenConstant]: value });
}

/** What was written in place of a lambda; null if it is a lambda that was written. */
export function constantOf(lambda: Function): { readonly value: unknown } | null {
  if (!Object.hasOwn(lambda, givenConstant)) return null;
  return { value: (lambda as { readonly [givenConstant]?: unknown })[givenConstant] }; // only constantLambda writes this key
}
