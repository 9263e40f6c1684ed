import type { DeclaredTypes } from "./declared-types.ts";
import type { InputOf, OutputOf } from "./schemas.ts";
import type { GuardedStep, Includes, PlainStep, StepType } from "./step-types.ts";
import type { Workflow } from "./workflow.ts";

/** The input of a workflow: as a caller gives it, and as the schema parses it. */
export interface InputTypes<out Given = unknown, out Parsed = unknown> {
  readonly given: Given;
  readonly parsed: Parsed;
  /** As the body of a step it takes anything, unless it has a schema. */
  readonly child: object;
}

/** The input of a workflow with an input schema. */
export interface ParsedInput<out Given, out Parsed> extends InputTypes<Given, Parsed> {
  readonly child: TakesInput<Given>;
}

/** Says what can be given. A method, so that a workflow that takes little is one that takes anything. */
export interface TakesInput<out Given> {
  takes(input: Given): void;
}

/** What a workflow returns. */
export interface OutputTypes<out Result = unknown> {
  readonly result: Result;
}

/** Without `returns` and without an output schema: the output of the last step that is not `always`. */
export interface LastOutput<out Result> extends OutputTypes<Result> {
  readonly from: "last step";
}

/** With `returns`. */
export interface ReturnedOutput<out Result> extends OutputTypes<Result> {
  readonly from: "returns";
}

/** With an output schema, which parses what `returns` or the last step gives. */
export interface ParsedOutput<out Given, out Result> extends OutputTypes<Result> {
  readonly from: "schema";
  readonly given: Given;
}

/** The input of a new workflow; unknown without a schema. */
export type InputTypesOf<InputSchema> = [InputSchema] extends [never]
  ? InputTypes
  : ParsedInput<InputOf<InputSchema>, OutputOf<InputSchema>>;

/** The output of a new workflow: null, as it has no step yet, or what the schema says. */
export type OutputTypesOf<OutputSchema> = [OutputSchema] extends [never]
  ? LastOutput<null>
  : ParsedOutput<InputOf<OutputSchema>, OutputOf<OutputSchema>>;

/** The name of a new step, or what is wrong with it. A name known only at run time is checked then. */
export type NewName<Name extends string, Names extends string> =
  Includes<Names, Name> extends true
    ? Includes<Names, string> extends true
      ? Name
      : `The name "${Name}" is taken by an earlier step`
    : Name;

/** A step is guarded if it may be: `Decision`, `SkipWith` and `Tolerated` are those of its options. */
export type NewStep<Name extends string, Output, Decision, SkipWith, Tolerated> = [Decision] extends [never]
  ? [SkipWith] extends [never]
    ? [Tolerated] extends [false]
      ? PlainStep<Name, Output>
      : GuardedStep<Name, Output>
    : GuardedStep<Name, Output>
  : GuardedStep<Name, Output>;

/** A workflow with one more step. */
export type WorkflowWith<
  Input extends InputTypes,
  Output extends OutputTypes,
  Steps extends StepType,
  Declared extends DeclaredTypes,
  Step extends StepType,
  Always = false,
> = Workflow<Input, OutputWith<Output, Step["output"], Step, Always>, Steps | Step, Declared>;

/** What a workflow returns once it has one more step, which gives `Value`. */
export type OutputWith<Output, Value, Step extends StepType, Always> =
  Output extends LastOutput<infer Before> ? LastOutput<LastResult<Before, LastValue<Value, Step>, Always>> : Output;

type LastResult<Before, Value, Always> = [Always] extends [false]
  ? Value
  : [Always] extends [true]
    ? Before
    : Before | Value;

type LastValue<Value, Step extends StepType> = [Step["plain"]] extends [never] ? Value | null : Value;

/** What the lambda of `returns` gives. */
export type ReturnsValue<Output> = Output extends ParsedOutput<infer Given, unknown> ? Given : unknown;

/** What a workflow returns once `returns` is written. */
export type OutputAfterReturns<Output, Value> =
  Output extends ParsedOutput<unknown, unknown> ? Output : ReturnedOutput<Value>;
