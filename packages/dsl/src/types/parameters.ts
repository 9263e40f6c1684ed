import type { Schema } from "@stepspan/engine";
import type { core } from "zod";
import type { Literal } from "../literal.ts";

/** A lambda as the compiler sees it. */
export interface ScopeFunction<in Scope, out Value> {
  (scope: Scope): Value;
}

type AnyFunction = (...inputs: never) => unknown;
type Constant = string | number | bigint | boolean | symbol | null | undefined | object;

/** What may be written for a parameter of type `Value`. A bare function is a lambda: passed as a value it needs `literal`. */
export type ParameterFor<Scope, Value> = unknown extends Value
  ? Constant | ScopeFunction<Scope, Value>
  : [Extract<Value, AnyFunction | PromiseLike<unknown>>] extends [never]
    ? Value | Literal<Value> | ScopeFunction<Scope, Value>
    : SpecialParameterFor<Scope, Value>;

type SpecialParameterFor<Scope, Value> = [Extract<Value, PromiseLike<unknown>>] extends [never]
  ? NoInfer<Exclude<Value, AnyFunction>> | Literal<Value> | ScopeFunction<Scope, Value>
  : "A parameter is a value, not a promise of one: await it in run, or in a step of its own.";

/** What may be written as `params` for parameters of the type `Params`. */
export type ParamsFor<Scope, Params> = { readonly [Key in keyof Params]: ParameterFor<Scope, Params[Key]> };

/**
 * The place from which `Params` is inferred. Where a schema parses the parameters it says nothing else:
 * what is written there is the schema's input, while `Params` is its output.
 */
export type InferredParams<Scope, Params, InputSchema> = {
  readonly [Key in keyof Params]?: [InputSchema] extends [never] ? ParameterFor<Scope, Params[Key]> : unknown;
};

/** What `InferredParams` leaves open: which parameters must be there, and what a schema takes. */
export type RequiredParams<Scope, Params, InputSchema> = [InputSchema] extends [never]
  ? RequiredKeys<NoInfer<Params>>
  : InputSchema extends Schema
    ? SchemaParams<Scope, core.input<InputSchema>>
    : never;

type RequiredKeys<Params> = [Params] extends [never]
  ? unknown
  : {} extends Params
    ? unknown
    : { readonly params: { readonly [Key in keyof Params]: undefined extends Params[Key] ? unknown : {} | null } };

type SchemaParams<Scope, Params> = {} extends Params
  ? { readonly params?: ParamsFor<Scope, Params> }
  : { readonly params: ParamsFor<Scope, Params> };
