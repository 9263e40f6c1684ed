import type { EngineOptions, RunOptions, StepContext } from "@stepspan/engine";
import type { ManualClock } from "@stepspan/engine/testing";

/** What `testRun` takes besides the workflow. Those of the engine and of the run mean what they mean there. */
export interface TestRunOptions<Outputs = unknown>
  extends Pick<EngineOptions, "concurrency" | "queues" | "gracePeriod" | "observers">,
    Pick<RunOptions, "runId" | "metadata" | "signal" | "timeout"> {
  /** What stands in for steps, by their names: an output, or a function that is called as the step's `run` would be. */
  readonly mocks?: MocksOf<Outputs>;
  /**
   * Names of steps in the order in which their attempts end: each name stands for the end of one attempt, which is held
   * back until those before it have ended. Steps that are not named end when they like. A step that is skipped, or has
   * fewer attempts than it is named, leaves its turns to the next.
   */
  readonly order?: readonly NamesOf<Outputs>[];
  /** A clock that the test moves itself. Default: one that `testRun` moves. */
  readonly clock?: ManualClock;
}

/** The input may be left out where undefined is one. */
export type TestRunArguments<Input, Outputs> = undefined extends Input
  ? [options?: TestRunOptions<Outputs> & { readonly input?: Input }]
  : [options: TestRunOptions<Outputs> & { readonly input: Input }];

/** Mocks by the name of the step. */
export type MocksOf<Outputs> = unknown extends Outputs
  ? Readonly<Record<string, MockOf<unknown>>>
  : { readonly [Name in keyof Outputs]?: MockOf<Outputs[Name]> };

/** An output of the step, or a function that returns one. */
export type MockOf<Output> = (unknown extends Output ? Constant : Output) | MockFunction<Output>["mock"];

type Constant = string | number | bigint | boolean | null | undefined | object;

/** The function is a method so that it may say which parameters it takes: the type of a workflow does not keep them. */
interface MockFunction<Output> {
  mock(params: Readonly<Record<string, unknown>>, context: StepContext): Output | PromiseLike<Output>;
}

type NamesOf<Outputs> = unknown extends Outputs ? string : keyof Outputs & string;
