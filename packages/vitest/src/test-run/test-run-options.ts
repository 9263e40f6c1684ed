import type {
  EngineOptions,
  EventDefinition,
  ItemOutcome,
  OpenWait,
  ResourcesOption,
  RunOptions,
  StepContext,
} from "@stepspan/engine";
import type { ManualClock } from "@stepspan/engine/testing";

/** What `testRun` takes besides the workflow. Those of the engine and of the run mean what they mean there. */
export interface TestRunOptions<Outputs = unknown>
  extends Pick<
      EngineOptions,
      "concurrency" | "schedule" | "queues" | "gracePeriod" | "observers" | "store" | "classes"
    >,
    Pick<RunOptions, "runId" | "metadata" | "signal" | "timeout" | "resources"> {
  /**
   * What stands in for steps, by their names, or by their paths for those of sub-workflows (`"outer/inner"`): an output,
   * or a function that is called as the step's `run` would be.
   *
   * - Of a map, a loop or an `on` step it stands in for the body: it gives the output of one item, iteration or turn.
   * - Of a sub-workflow it stands in for the whole child run, what it would write back included.
   * - Of a wait, a sleep or a race it gives the output at once; the members of the race are skipped.
   */
  readonly mocks?: MocksOf<Outputs>;
  /**
   * Names or paths of steps in the order in which their attempts end: each stands for the end of one attempt, which is
   * held back until those before it have ended. `"fetch[1]"` is one item, `"fetch"` whichever comes. Steps that are not
   * named end when they like. A step that is skipped, or has fewer attempts than it is named, leaves its turns to the
   * next.
   */
  readonly order?: readonly PlacesOf<Outputs>[];
  /**
   * What answers the waits of steps, by their names or paths: the data of the event, or a function of the wait that gives
   * it. A wait is answered when it begins. A step that waits several times is answered each time; a function that gives
   * `unanswered` leaves the wait open.
   */
  readonly answers?: AnswersOf<Outputs>;
  /** Events that are sent to the run when it begins, one after the other, for its `on` steps and for whoever waits. */
  readonly events?: readonly SentByTest[];
  /** A clock that the test moves itself. Default: one that `testRun` moves. */
  readonly clock?: ManualClock;
}

/** An event for the run. */
export interface SentByTest {
  readonly event: EventDefinition<unknown, never> | string;
  /** As a caller gives it, before the event's schema parses it. */
  readonly data?: unknown;
}

/** The input may be left out where undefined is one, and the options where nothing in them is needed. */
export type TestRunArguments<Input, Outputs, Resources extends object = object> = OptionalIfEmpty<
  TestRunOptions<Outputs> & InputOption<Input> & ResourcesOption<Resources, {}>
>;

type OptionalIfEmpty<Options> = {} extends Options ? [options?: Options] : [options: Options];

type InputOption<Input> = undefined extends Input ? { readonly input?: Input } : { readonly input: Input };

/** Mocks by the name of the step, or by the path of one in a sub-workflow. */
export type MocksOf<Outputs> = unknown extends Outputs
  ? Readonly<Record<string, MockOf<unknown>>>
  : { readonly [Name in keyof Outputs]?: MockOf<Outputs[Name]> } & Readonly<Record<PathBelow, MockOf<unknown>>>;

/** What the body of the step gives, or a function that returns it. */
export type MockOf<Output> = (unknown extends Output ? Constant : BodyOutput<Output>) | MockFunction<Output>["mock"];

/** Whether a step is a map the type of a workflow does not keep: its list may be that of its items. */
type BodyOutput<Output> = Output | (Output extends readonly (infer Item)[] ? ItemOutput<Item> : never);

type ItemOutput<Item> = [Item] extends [ItemOutcome<infer Value>] ? Value : Item;

type Constant = string | number | bigint | boolean | null | undefined | object;

/** The function is a method so that it may say which parameters it takes: the type of a workflow does not keep them. */
interface MockFunction<Output> {
  mock(
    params: Readonly<Record<string, unknown>>,
    context: StepContext,
  ): BodyOutput<Output> | PromiseLike<BodyOutput<Output>>;
}

/** Answers by the name of the step that waits, or by its path. */
export type AnswersOf<Outputs> = { readonly [Place in PlacesOf<Outputs>]?: AnswerTo };

/** The data of an event, or a function of the wait that gives it. */
export type AnswerTo = Constant | ((wait: OpenWait) => unknown);

/** Names and paths: `fetch`, `fetch[3]`, `draft#2`, `outer/inner`. */
type PlacesOf<Outputs> = unknown extends Outputs ? string : PlacesAt<keyof Outputs & string>;

type PlacesAt<Name extends string> = Name | `${Name}[${number}]` | `${Name}#${number}` | PathBelow;

type PathBelow = `${string}/${string}`;
