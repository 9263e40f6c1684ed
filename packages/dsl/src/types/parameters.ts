/** A lambda as the compiler sees it; at run time any function. */
export type ScopeFunction<in Scope, out Value> = (scope: Scope) => Value;

/** A value that is passed as it is, made with `literal`. */
export interface Literal<out Value> {
  readonly "~literal": Value;
}

type AnyFunction = (...inputs: never) => unknown;

/** What may be written for a parameter of type `Value`. A bare function is a lambda, so a function as a value needs `literal`. */
export type ParameterFor<Scope, Value> = Value extends AnyFunction
  ? Literal<Value> | ScopeFunction<Scope, Value>
  : Value | Literal<Value> | ScopeFunction<Scope, Value>;

/** What may be written as `params` of a step whose `run` takes `Params`. */
export type ParamsFor<Scope, Params> = { readonly [Key in keyof Params]: ParameterFor<Scope, Params[Key]> };

/** `params` may be left out only if every parameter may. */
export type RequiredParams<Params> = {} extends Params ? unknown : { readonly params: unknown };
