import type { Mutable, Plan } from "@stepspan/engine";
import type { ConditionOptions, FinaliserOption } from "./condition-options.ts";
import type { DeclaredTypes } from "./declared-types.ts";
import type { EstimateOption } from "./estimate-option.ts";
import type { AnyParams, ParamsFor } from "./parameters.ts";

/** A workflow that can be a step of another one. */
export interface SubWorkflow {
  readonly name: string;
  readonly plan: Plan;
  readonly "~types"?: {
    readonly input: unknown;
    readonly output: unknown;
    readonly resources: object;
    readonly declared: DeclaredTypes;
  };
}

/** What the workflow `Child` takes, returns and declares. */
export type TypesOfChild<Child extends SubWorkflow> = NonNullable<Child["~types"]>;

/**
 * The options of a sub-workflow.
 *
 * @typeParam Declared what the parent declares
 * @typeParam Child the workflow that it runs
 * @typeParam Captured the names that captured resources have in the child
 * @typeParam Written what `writeBack.output` returns; never if it is left out
 * @see StepOptions for the others
 */
export interface SubflowOptions<
  Names extends string,
  Scope,
  Declared extends DeclaredTypes,
  Child extends SubWorkflow,
  Captured extends string,
  Written,
  Decision,
  SkipWith,
  Tolerated,
  Always,
> extends ConditionOptions<Names, Scope, Decision, SkipWith, Tolerated>,
    FinaliserOption<SkipWith, Always>,
    EstimateOption {
  readonly workflow: Child;
  /** The input of the child run: constants, lambdas, and values made with `literal`. */
  readonly params?: ChildParams<Scope, TypesOfChild<Child>["input"]>;
  /** What the child run takes over from its parent when it begins. States are copied, resources are the same objects. */
  readonly capture?: CaptureOptions<Declared, TypesOfChild<Child>["declared"], Captured> | undefined;
  /** What the child run leaves in its parent once it has succeeded. */
  readonly writeBack?: WriteBackOptions<Declared, TypesOfChild<Child>["output"], Written> | undefined;
}

/** A child without an input schema takes anything. */
type ChildParams<Scope, Input> = unknown extends Input
  ? AnyParams<Scope>
  : [Input] extends [object | undefined]
    ? ParamsFor<Scope, Exclude<Input, undefined>>
    : "The input of a sub-workflow is an object: give its workflow an input schema of one";

/** What crosses into a child run. */
export interface CaptureOptions<Parent extends DeclaredTypes, Child extends DeclaredTypes, Captured extends string> {
  readonly state?: CaptureFrom<Parent["state"], Child["state"]> | undefined;
  readonly flowState?: CaptureFrom<NonNullable<Parent["flowState"]>, NonNullable<Child["flowState"]>> | undefined;
  /** Their names, or the name of each in the child with its name in the parent. */
  readonly resources?:
    | readonly (Captured & keyof Parent["resources"])[]
    | { readonly [InChild in Captured]: keyof Parent["resources"] & string }
    | undefined;
}

/** What crosses out of a child run. */
export interface WriteBackOptions<Parent extends DeclaredTypes, Output, Written> {
  /** Makes the output of the step. Default: what the child returned. */
  readonly output?: ((result: { readonly output: Output }) => Written) | undefined;
  readonly state?: WriteBackTo<Parent["state"], Output> | undefined;
  readonly flowState?: WriteBackTo<NonNullable<Parent["flowState"]>, Output> | undefined;
}

/** A function that gives values for the child's state, or paths: `{ "path in the child": "path in the parent" }`. */
export type CaptureFrom<Source extends object, Target extends object> =
  | ((values: Readonly<Partial<Source>>) => CapturedValues<Target>)
  | PathMapping;

/** Some of the values of a child's state. One that is undefined is left out. */
export type CapturedValues<Values extends object> = { readonly [Key in keyof Values]?: Values[Key] | undefined };

/** A function that changes a draft of the parent's state, or paths: `{ "path in the parent": "output.path" }`. */
export type WriteBackTo<Target extends object, Output> =
  | ((draft: Mutable<Target>, result: { readonly output: Output }) => void)
  | PathMapping;

/** Targets with their sources: names with dots between them. They are held against the schemas when they are written. */
export type PathMapping = Readonly<Record<string, string>>;

/** What of its options a sub-workflow cannot do without. */
export type NeedsOfChild<Child extends SubWorkflow, Captured> = RequiredInput<TypesOfChild<Child>["input"]> &
  NeededResources<Exclude<keyof TypesOfChild<Child>["resources"], Captured>>;

type RequiredInput<Input> = unknown extends Input
  ? unknown
  : {} extends Exclude<Input, undefined>
    ? unknown
    : { readonly params: unknown };

/** A resource of a child is captured, unless it has a default. */
export type NeededResources<Missing> = [Missing] extends [never]
  ? unknown
  : {
      readonly capture: { readonly resources: `The sub-workflow needs the resource "${Missing & string}": capture it` };
    };
