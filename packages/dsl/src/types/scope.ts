import type { RunSpan, SettledSpan, SucceededSpan } from "@stepspan/engine";
import type { OutputsOf, StepType } from "./step-types.ts";

/**
 * What a lambda of a step is called with.
 *
 * @typeParam Trusted names that this step's `skipWith` lists: if one of them has no output, the lambda is not called
 * @typeParam Always whether the step is a finaliser, for which every earlier step may lack an output
 */
export interface Scope<Input, Steps extends StepType, Trusted extends string = never, Always = false> {
  /** The input of the workflow, parsed by its schema. */
  readonly input: Input;
  readonly stepSpan: ReadStep<OutputsOf<Steps>, Always extends false ? Steps["plain"] | Trusted : never>;
  /** The span of the run, above the steps. */
  readonly parentSpan: RunSpan;
}

/**
 * Reads the span of an earlier step.
 *
 * @typeParam Plain names of the steps that can be read without `{ default: null }` or `{ settled: true }`
 */
export interface ReadStep<Outputs, Plain extends string> {
  /** @throws SkippedSpanError if the step was skipped or its failure tolerated */
  <Name extends Plain & keyof Outputs>(name: Name): SucceededSpan<Outputs[Name]>;
  /** Null if the step was skipped or its failure tolerated. */
  <Name extends keyof Outputs & string>(
    name: Name,
    options: { readonly default: null },
  ): SucceededSpan<Outputs[Name]> | null;
  /** The span whatever came of the step: a union, told apart by `status`. */
  <Name extends keyof Outputs & string>(name: Name, options: { readonly settled: true }): SettledSpan<Outputs[Name]>;
}
