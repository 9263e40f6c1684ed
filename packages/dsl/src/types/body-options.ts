import type { Plan, StepContext } from "@stepspan/engine";
import type { DefinedStep } from "../define-step.ts";
import type { DeclaredTypes } from "./declared-types.ts";
import type { ReturnedValue } from "./schemas.ts";
import type { TakesInput } from "./workflow-types.ts";

/** The work of a step: a function, or a step made with `defineStep`. */
export type StepRun<Params, Output, OutputSchema, Declared extends DeclaredTypes> =
  | ((params: Params, context: StepContext<Declared>) => ReturnedValue<Output, OutputSchema>)
  | DefinedStep<Params, ReturnedValue<Output, OutputSchema>>;

/** The work of a step that does it several times: what a step has, or a workflow. */
export type AnyRun<Params, Output, OutputSchema, Declared extends DeclaredTypes, Child extends DeclaredTypes> =
  | StepRun<Params, Output, OutputSchema, Declared>
  | ChildWorkflow<Params, Output, Child>;

/** A workflow that takes `Params` as its input, and declares `Child`. */
export interface ChildWorkflow<out Params, out Output, out Child extends DeclaredTypes> {
  readonly plan: Plan;
  readonly "~types"?: {
    readonly child: Partial<TakesInput<Params>>;
    readonly output: Output;
    readonly declared: Child;
  };
}
