import type { EventDefinition } from "@stepspan/engine";
import type { AttemptOptions, InputOption } from "./attempt-options.ts";
import type { AnyRun } from "./body-options.ts";
import type { CaptureOption } from "./child-options.ts";
import type { ConditionOptions } from "./condition-options.ts";
import type { DeclaredTypes } from "./declared-types.ts";
import type { EstimateOption } from "./estimate-option.ts";
import type { WrittenParams } from "./parameters.ts";

/**
 * The options of a step that runs for each event: which one, and those of a step.
 *
 * @typeParam EventScope what the lambdas of its parameters are called with
 * @typeParam Data what the event carries
 * @see CaptureOption for Child and Captured
 * @see StepOptions for the others
 */
export interface OnOptions<
  Names extends string,
  Scope,
  EventScope,
  Declared extends DeclaredTypes,
  Data,
  Params,
  Output,
  Decision,
  SkipWith,
  Tolerated,
  InputSchema,
  OutputSchema,
  Collected,
  Child extends DeclaredTypes,
  Captured extends string,
> extends ConditionOptions<Names, Scope, Decision, SkipWith, Tolerated>,
    InputOption<Params, InputSchema>,
    AttemptOptions<Params, Output, OutputSchema, Collected>,
    EstimateOption,
    CaptureOption<Declared, Child, Captured> {
  /** Made with `defineEvent`. */
  readonly event: EventDefinition<Data>;
  /** The parameters for one event; `event` in the scope is its data. Written before `run`. */
  readonly params?: WrittenParams<EventScope, Params, InputSchema>;
  /** The work, done once for each event: a function, a step made with `defineStep`, or a workflow that takes `params`. */
  readonly run: AnyRun<Params, Output, OutputSchema, Declared, Child>;
  /** How many events at once: a whole number of at least 1, or Infinity. Default: 1. */
  readonly concurrency?: number | undefined;
  /** How many events a live run lets wait: a whole number of at least 1. Default: 1000. */
  readonly capacity?: number | undefined;
}
