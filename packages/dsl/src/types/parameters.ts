import type { Literal } from "../literal.ts";
import type { InputOf } from "./schemas.ts";

/** A lambda as the compiler sees it. Nothing is inferred from what it says it takes, which has all steps in it. */
export type ScopeFunction<in Scope, out Value> = (scope: NoInfer<Scope>) => Value;

type AnyFunction = (...inputs: never) => unknown;
type Constant = string | number | bigint | boolean | symbol | null | undefined | object;

/** What may be written for a parameter of type `Value`. A bare function is a lambda: passed as a value it needs `literal`. */
export type ParameterFor<Scope, Value> = unknown extends Value
  ? Constant | ScopeFunction<Scope, Value>
  : [Extract<Value, AnyFunction | PromiseLike<unknown>>] extends [never]
    ? Value | Literal<Value> | ScopeFunction<Scope, Value>
    : FunctionOrPromiseFor<Scope, Value>;

type FunctionOrPromiseFor<Scope, Value> = [Extract<Value, PromiseLike<unknown>>] extends [never]
  ? NoInfer<Exclude<Value, AnyFunction>> | Literal<Value> | ScopeFunction<Scope, Value>
  : NoPromise;

type NoPromise = "A parameter is a value, not a promise of one: await it in run, or in a step of its own";

/** What may be written as `params` where anything is taken. */
export type AnyParams<Scope> = { readonly [Name in string]: ParameterFor<Scope, unknown> };

/** What may be written as `params` for parameters of the type `Params`. */
export type ParamsFor<Scope, Params> = { readonly [Key in keyof Params]: ParameterFor<Scope, Params[Key]> };

/**
 * What may be written as `params` of a step. `Params`, which its `run` takes, is inferred from here too, unless
 * a schema parses the parameters: then the schema's input is written here, and `Params` is its output.
 */
export type WrittenParams<Scope, Params, InputSchema> = InferredParams<Scope, Params, InputSchema> &
  SchemaParams<Scope, InputSchema>;

type InferredParams<Scope, Params, InputSchema> = {
  readonly [Key in keyof Params]?: [InputSchema] extends [never] ? ParameterFor<Scope, Params[Key]> : unknown;
};

type SchemaParams<Scope, InputSchema> = [InputSchema] extends [never]
  ? unknown
  : ParamsFor<Scope, InputOf<InputSchema>>;

/**
 * What may be written as `params` of a map. No conditional type may stand around `Scope` here: the compiler would
 * resolve it before it knows the items.
 */
export type ItemParams<Scope, Params> = {
  readonly [Key in keyof Params]?: Params[Key] | Literal<Params[Key]> | ScopeFunction<Scope, Params[Key]>;
};

/** Refuses what `ItemParams` lets pass. */
export type RefusedPromises<Params> = [Extract<Params[keyof Params], PromiseLike<unknown>>] extends [never]
  ? unknown
  : {
      readonly params: {
        readonly [Key in keyof Params]: [Extract<Params[Key], PromiseLike<unknown>>] extends [never]
          ? unknown
          : NoPromise;
      };
    };

/** Which parameters must be there: `WrittenParams` leaves that open. */
export type RequiredParams<Params, InputSchema> = [InputSchema] extends [never]
  ? RequiredKeys<NoInfer<Params>>
  : {} extends InputOf<InputSchema>
    ? unknown
    : { readonly params: unknown };

type RequiredKeys<Params> = [Params] extends [never]
  ? unknown
  : {} extends Params
    ? unknown
    : { readonly params: { readonly [Key in keyof Params]: undefined extends Params[Key] ? unknown : {} | null } };
