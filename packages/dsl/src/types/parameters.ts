import type { Schema } from "@stepspan/engine";
import type { core } from "zod";
/** A lambda as the compiler sees it; at run time any function. */
export interface ScopeFunction<in Scope, out Value> {
  (scope: Scope): Value;
}

/** A value that is passed as it is, made with `literal`. */
export interface Literal<out Value> {
  readonly "~literal": Value;
}

type AnyFunction = (...inputs: never) => unknown;

type Constant = string | number | bigint | boolean | symbol | null | undefined | object;
export type ParameterFor<Scope, Value> = unknown extends Value ? Constant | ScopeFunction<Scope, Value> : [Extract<Value, AnyFunction>] extends [never]
  ? Value | Literal<Value> | ScopeFunction<Scope, Value>
  : NoInfer<Exclude<Value, AnyFunction>> | Literal<Value> | ScopeFunction<Scope, Value>;

/** What may be written as `params` of a step whose `run` takes `Params`. */
export type ParamsFor<Scope, Params> = { readonly [Key in keyof Params]: ParameterFor<Scope, Params[Key]> };
export type InferParams<Scope, Params, InputSchema> = { readonly [Key in keyof Params]?: [InputSchema] extends [never] ? ParameterFor<Scope, Params[Key]> : unknown };

/** `params` may be left out only if every parameter may. */
export type RequiredParams<Scope, Params, InputSchema> = [InputSchema] extends [never] ? [Params] extends [never] ? unknown : {} extends Params ? unknown : { readonly params: { readonly [Key in keyof Params]: unknown } } : InputSchema extends Schema ? {} extends core.input<InputSchema> ? { readonly params?: ParamsFor<Scope, core.input<InputSchema>> } : { readonly params: ParamsFor<Scope, core.input<InputSchema>> } : never;
