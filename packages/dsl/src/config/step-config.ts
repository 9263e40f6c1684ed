import type { ConditionConfig, ParameterConfig, WorkflowConfig } from "./workflow-config.ts";

/** A step: what all steps can have, and what its kind has. Each kind is named after the method that writes it. */
export type StepConfig = StepOptionsConfig & FormConfig;

/** What a step of any kind can have. Times are in milliseconds; schemas are names of parts. */
export interface StepOptionsConfig {
  readonly name: string;
  readonly params?: { readonly [parameter: string]: ParameterConfig };
  readonly when?: ConditionConfig;
  readonly dependsOn?: readonly string[];
  readonly skipWith?: readonly string[];
  readonly always?: boolean;
  readonly continueOnError?: boolean;
  readonly retry?: RetryConfig;
  /** Of one attempt; of a `wait`, how long it waits. */
  readonly timeout?: number;
  readonly queue?: string;
  readonly pool?: string;
  readonly priority?: number;
  readonly input?: string;
  readonly output?: string;
  readonly keepInState?: readonly string[];
  /** The expected time of one attempt; of a `subflow` of the whole. A `race` and a `sleep` have none. */
  readonly estimate?: number;
  /** Of a `step`, a `map` or a `loop` with a handler. */
  readonly cache?: CacheConfig;
}

/** How outputs are used again in later runs; `key` is the name of a handler. Empty: without options. */
export interface CacheConfig {
  readonly key?: string;
  readonly ttl?: number;
  readonly version?: string;
}

/** A number of times, for which JSON has no Infinity. */
export type CountConfig = number | "unlimited";

/** How failed attempts are repeated; `when` is the name of a condition. */
export interface RetryConfig {
  readonly attempts?: CountConfig;
  readonly delay?: number;
  readonly backoff?: "fixed" | "linear" | "exponential";
  readonly factor?: number;
  readonly maxDelay?: number;
  readonly jitter?: number;
  readonly when?: string;
}

/** A function as the body of a step. Both are names of handlers. */
export interface FunctionBodyConfig {
  readonly handler: string;
  readonly collect?: string;
}

/** A workflow as the body of a step. What is in `capture` and `writeBack`, resources apart, are names of handlers. */
export interface WorkflowBodyConfig {
  readonly workflow: WorkflowConfig;
  readonly capture?: CaptureConfig;
  readonly writeBack?: WriteBackConfig;
}

/** What crosses from the parent into its child. */
export interface CaptureConfig {
  readonly state?: string;
  readonly flowState?: string;
  /** The name of each resource in the child, with its name in the parent. */
  readonly resources?: { readonly [resource: string]: string };
}

/** What crosses back when the child has succeeded. */
export interface WriteBackConfig {
  readonly output?: string;
  readonly state?: string;
  readonly flowState?: string;
}

/** An event; its schema is the name of a part. */
export interface EventConfig {
  readonly name: string;
  readonly schema?: string;
}

/** What is done each time by a step that does it several times. Such a workflow writes nothing back. */
export type BodyConfig = FunctionBodyConfig | Omit<WorkflowBodyConfig, "writeBack">;

/** What each kind of step has; `where` is the name of a condition. */
export type FormConfig =
  | ({ readonly kind: "step" } & FunctionBodyConfig)
  | ({ readonly kind: "subflow" } & WorkflowBodyConfig)
  | ({ readonly kind: "map"; readonly over: ParameterConfig; readonly concurrency: CountConfig } & BodyConfig)
  | ({ readonly kind: "loop"; readonly until: ConditionConfig; readonly maxIterations: CountConfig } & BodyConfig)
  | ({
      readonly kind: "on";
      readonly event: EventConfig;
      readonly concurrency: CountConfig;
      readonly capacity: CountConfig;
    } & BodyConfig)
  | { readonly kind: "race"; readonly of: readonly string[] }
  | { readonly kind: "wait"; readonly event: EventConfig; readonly where?: string }
  | { readonly kind: "sleep"; readonly duration: number };

/** The kinds of step. */
export type StepKind = FormConfig["kind"];
