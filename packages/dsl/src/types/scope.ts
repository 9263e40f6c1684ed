import type { RunSpan, SettledSpan, SucceededSpan } from "@stepspan/engine";
import type { Includes, OutputsOf, StepType } from "./step-types.ts";

/**
 * What a lambda of a step is called with.
 *
 * @typeParam Trusted names that this step's `skipWith` lists: if one of them has no output, the lambda is not called
 * @typeParam Always whether the step is a finaliser, for which every earlier step may lack an output
 */
export interface Scope<Input, Steps extends StepType, Trusted extends string = never, Always = false> {
  /** The input of the workflow, parsed by its schema. */
  readonly input: Input;
  readonly stepSpan: ReadStep<OutputsOf<Steps>, Steps["name"], Always extends false ? Steps["plain"] | Trusted : never>;
  /** The span of the run, above the steps. */
  readonly parentSpan: RunSpan;
}

/** What a parameter lambda of a map is called with. */
export interface ItemScope<Input, Steps extends StepType, Trusted extends string, Always, Item>
  extends Scope<Input, Steps, Trusted, Always> {
  readonly item: Item;
  /** The place of the item in the list, from 0. */
  readonly index: number;
}

/** What a parameter lambda of a loop is called with. */
export interface IterationScope<Input, Steps extends StepType, Trusted extends string, Always, Previous>
  extends Scope<Input, Steps, Trusted, Always> {
  /** Counts from 1. */
  readonly iteration: number;
  /** The output of the iteration before; null in the first. */
  readonly previous: Previous | null;
}

/** What the `until` of a loop is called with. */
export interface UntilScope<Input, Steps extends StepType, Trusted extends string, Always, IterationOutput>
  extends Scope<Input, Steps, Trusted, Always> {
  /** What the iteration gave. */
  readonly output: IterationOutput;
  /** Counts from 1. */
  readonly iteration: number;
}

/** What a parameter lambda of a step is called with that runs for each event. */
export interface EventScope<Input, Steps extends StepType, Trusted extends string, Data>
  extends Scope<Input, Steps, Trusted> {
  /** The data of the event. */
  readonly event: Data;
}

/** How to read a step that may have no output. */
export type ReadOptions = { readonly default: null } | { readonly settled: true };

/**
 * Reads the span of an earlier step.
 *
 * @typeParam Names names of the earlier steps: a list of its own, since to ask for the keys of `Outputs` takes long
 * @typeParam Plain names of the steps that can be read without options
 */
export interface ReadStep<Outputs, Names extends keyof Outputs & string, Plain extends string> {
  /** @throws SkippedSpanError if the step was skipped or its failure tolerated */
  <Name extends Names>(name: PlainName<Name, Plain, Names>): SucceededSpan<Outputs[Name]>;
  /**
   * With `{ default: null }`: null if the step was skipped or its failure tolerated.
   * With `{ settled: true }`: the span whatever came of the step, a union told apart by `status`.
   */
  <Name extends Names, Options extends ReadOptions>(name: Name, options: Options): SpanFor<Outputs[Name], Options>;
}

/** The name, or what to do instead. `Name` is all `Names` if there is no step of the name that was written. */
type PlainName<Name extends string, Plain, Names> =
  Includes<Plain, Name> extends true
    ? Name
    : [Names] extends [Name]
      ? Plain | "A step that may have no output is read with { default: null } or { settled: true }"
      : Guarded<Name>;

/** `infer` keeps the compiler from making this text for every name before it looks at the one that was written. */
type Guarded<Name> = [Name] extends [infer Written extends string]
  ? `"${Written}" may have no output: read it with { default: null } or { settled: true }`
  : never;

type SpanFor<Output, Options> = Options extends { readonly settled: true }
  ? SettledSpan<Output>
  : SucceededSpan<Output> | null;
