import type { LambdaScope, ReadMode } from "../context/lambda-scope.ts";
import type { StepContext } from "../context/step-context.ts";
import type { Certainty } from "../spans/certainty.ts";
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
  readonly priority: number;
  readonly input: Schema | null;
  readonly output: Schema | null;
  readonly run: StepFunction;
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
  readonly steps: readonly StepDefinition[];
  readonly returns: Lambda | null;
  readonly warnings: readonly PlanWarning[];
}
