import type { StepContext } from "@stepspan/engine";
import type { DefinedStep } from "../define-step.ts";
import type { DeclaredTypes } from "./declared-types.ts";
import type { ReturnedValue } from "./schemas.ts";

/** The work of a step: a function, or a step made with `defineStep`. */
export type StepRun<Params, Output, OutputSchema, Declared extends DeclaredTypes> =
  | ((params: Params, context: StepContext<Declared>) => ReturnedValue<Output, OutputSchema>)
  | DefinedStep<Params, ReturnedValue<Output, OutputSchema>>;
