const literalValue = Symbol.for("stepspan.literal");

/** A value that a step gets as it is, made with `literal`. */
export interface Literal<out Value> {
  readonly [literalValue]: Value;
}

/** Passes a value as a parameter as it is: a bare function would be taken for a lambda. */
export function literal<Value>(value: Value): Literal<Value> {
  return Object.freeze({ [literalValue]: value }) as Literal<Value>; // a computed key loses its type
}

/** Whether a value was made with `literal`. */
export function isLiteral(value: unknown): value is Literal<unknown> {
  return typeof value === "object" && value !== null && Object.hasOwn(value, literalValue);
}

/** What was given to `literal`. */
export function valueOfLiteral(made: Literal<unknown>): unknown {
  return made[literalValue];
}
