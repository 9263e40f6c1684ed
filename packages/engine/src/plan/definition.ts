import type { EventDefinition } from "../context/event-definition.ts";
import type { LambdaScope, ReadMode } from "../context/lambda-scope.ts";
import type { StepContext } from "../context/step-context.ts";
import type { Certainty } from "../spans/certainty.ts";
import type { Plan } from "./plan.ts";
import type { Schema } from "./schema.ts";

/** One read of a step that tracing or reading found in a lambda. */
export interface Read {
  readonly step: string;
  /** The properties read below the span, for example `["output", "items"]`. */
  readonly path: readonly string[];
  readonly certainty: Certainty;
  readonly mode: ReadMode;
}

/** A lambda together with what was found out about it when it was written. */
export interface Lambda {
  readonly evaluate: (scope: LambdaScope) => unknown;
  readonly reads: readonly Read[];
}

/** One parameter of a step: a value of the definition, or a lambda. */
export type Parameter =
  | { readonly name: string; readonly kind: "constant"; readonly value: unknown }
  | { readonly name: string; readonly kind: "lambda"; readonly lambda: Lambda };

/** How failed attempts are repeated. Times are in milliseconds. */
export interface RetryPolicy {
  /** Attempts in all, the first included: an integer of at least 1, or Infinity. */
  readonly attempts: number;
  readonly delayMs: number;
  readonly backoff: "fixed" | "linear" | "exponential";
  /** The base of the exponential backoff. */
  readonly factor: number;
  readonly maxDelayMs: number;
  /** The share of the delay, from 0 to 1, that is drawn at random. */
  readonly jitter: number;
  /** False stops the retries; called with what the attempt threw and its number. */
  readonly when?: (error: unknown, attempt: number) => boolean;
}

/** The body of a step. The dsl types its parameters; `never` accepts every such function, and only the runner calls it. */
export type StepFunction = (params: never, context: StepContext) => unknown;

/** What the parent's state, or its flow state, gives to a child run: called once, when the step begins. Copied. */
export type CaptureFunction = (values: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** Writes what a child run returned into a draft of the parent's state, or of its flow state. */
export type WriteBackFunction = (draft: Record<string, unknown>, result: { readonly output: unknown }) => void;

/** A workflow as the body of a step. */
export interface Subflow {
  readonly plan: Plan;
  readonly captureState: CaptureFunction | null;
  readonly captureFlowState: CaptureFunction | null;
  /** The name of each captured resource in the child, with its name in the parent. */
  readonly captureResources: ReadonlyMap<string, string>;
  readonly writeBackState: WriteBackFunction | null;
  readonly writeBackFlowState: WriteBackFunction | null;
  /** What the step's output is; null: what the child returned. */
  readonly output: ((result: { readonly output: unknown }) => unknown) | null;
}

/** What is done each time: a function is called, or a workflow runs as a child. */
export type StepBody =
  | {
      readonly kind: "function";
      readonly run: StepFunction;
      /** Makes the output of what a streaming body gave; null: the list of its items. */
      readonly collect: ((items: readonly unknown[]) => unknown) | null;
    }
  | { readonly kind: "workflow"; readonly subflow: Subflow };

/** How often the body runs, and on what; or what is waited for. */
export type StepForm =
  | { readonly kind: "single"; readonly body: StepBody }
  /** Once for each item of the list that `over` gives, at most `concurrency` at once. */
  | { readonly kind: "map"; readonly body: StepBody; readonly over: Lambda; readonly concurrency: number }
  /** Again until `until` gives true, at most `maxIterations` times. */
  | { readonly kind: "loop"; readonly body: StepBody; readonly until: Lambda; readonly maxIterations: number }
  /** Once for each such event; `capacity` is how many a live run lets wait. */
  | {
      readonly kind: "on";
      readonly body: StepBody;
      readonly event: EventDefinition;
      readonly concurrency: number;
      readonly capacity: number;
    }
  /** Settles with the first of these steps to succeed. */
  | { readonly kind: "race"; readonly of: readonly string[] }
  /** Waits for an event from outside or from another step; `where` chooses among them. */
  | {
      readonly kind: "wait";
      readonly event: EventDefinition;
      readonly where: ((data: unknown) => boolean) | null;
      readonly timeoutMs: number | null;
    }
  | { readonly kind: "sleep"; readonly durationMs: number };

/** How outputs of a step are used again in later runs. A function body only; of a map and a loop each item by itself. */
export interface CachePolicy {
  /** What stands for the parameters, given what `run` gets; null: the parameters themselves. */
  readonly key: ((scope: { readonly params: never }) => unknown) | null;
  /** How long an output can be used again, in milliseconds; null: without end. */
  readonly ttlMs: number | null;
  readonly version: string | null;
  /** What tells its body from others: another text, another body. */
  readonly source: string;
}

/** A step as the dsl hands it over: plain data plus functions. */
export interface StepDefinition {
  readonly name: string;
  /** In the order written, which is the order of evaluation. */
  readonly params: readonly Parameter[];
  readonly when: Lambda | null;
  readonly dependsOn: readonly string[];
  readonly skipWith: readonly string[];
  readonly always: boolean;
  readonly continueOnError: boolean;
  readonly retry: RetryPolicy;
  /** Limit of one attempt in milliseconds; null for none. */
  readonly timeoutMs: number | null;
  /** The name of a queue of the engine; null for the default one. */
  readonly queue: string | null;
  /**
   * Where its attempts are called, on hosts that have several places; ignored by the local engine. Null for the usual
   * place.
   */
  readonly pool: string | null;
  readonly priority: number;
  /**
   * The expected time of one attempt in milliseconds, above 0: of a map that of one item, of a loop that of one
   * iteration, of a sub-workflow that of the whole child run, of a wait how long it lasts. Null: not known.
   */
  readonly estimateMs: number | null;
  readonly input: Schema | null;
  readonly output: Schema | null;
  /** Parameters that are copied into the step's `stepState`. */
  readonly keepInState: readonly string[];
  /** Null: each run does its work anew. */
  readonly cache: CachePolicy | null;
  readonly form: StepForm;
}

/** A read that only the source of a lambda shows and that names no earlier step. */
export interface PlanWarning {
  /** Null for what the workflow returns. */
  readonly step: string | null;
  /** Null for a guard, and for what the workflow returns. */
  readonly parameter: string | null;
  readonly message: string;
}

/** A workflow as the dsl hands it over. The order of the steps is a topological order. */
export interface WorkflowDefinition {
  readonly name: string;
  readonly version: string | null;
  readonly input: Schema | null;
  readonly output: Schema | null;
  /** Limit of a whole run in milliseconds; null for none. */
  readonly timeoutMs: number | null;
  readonly failFast: boolean;
  /** An object schema: the keys that it has are typed and checked on write. */
  readonly state: Schema | null;
  /** Null: the workflow has no flow state. */
  readonly flowState: Schema | null;
  /** What becomes of an event that nobody took: it is reported on the run, or fails it too. */
  readonly unhandledEvents: "report" | "error";
  /** Resources that runs have unless they bring their own; a `PerRun` is made for each run. */
  readonly resources: Readonly<Record<string, unknown>>;
  readonly steps: readonly StepDefinition[];
  readonly returns: Lambda | null;
  readonly warnings: readonly PlanWarning[];
}
