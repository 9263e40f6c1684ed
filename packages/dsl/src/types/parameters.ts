/** A lambda as the compiler sees it; at run time any function. */
export interface ScopeFunction<in Scope, out Value> {
  (scope: Scope): Value;
}

/** A value that is passed as it is, made with `literal`. */
export interface Literal<out Value> {
  readonly "~literal": Value;
}

type AnyFunction = (...inputs: never) => unknown;

/** What may be written as `params` of a step whose `run` takes `Params`. */
export type ParamsFor<Scope, Params> = { readonly [Key in keyof Params]: Params[Key] | Literal<Params[Key]> | ScopeFunction<Scope, Params[Key]> };

type FunctionKeys<Params> = { [Key in keyof Params]-?: Params[Key] extends AnyFunction ? Key : never }[keyof Params];
type FunctionParams<Scope, Params, Keys extends keyof Params> = [Keys] extends [never] ? unknown : { readonly params: { readonly [Key in Keys]: Literal<Params[Key]> | ScopeFunction<Scope, Params[Key]> } };

/** `params` may be left out only if every parameter may. */
export type RequiredParams<Scope, Params> = ({} extends Params ? unknown : { readonly params: unknown }) & FunctionParams<Scope, Params, FunctionKeys<Params>>;
