import type { Certainty, DependencyKind, ReadMode } from "@stepspan/engine";
import type { JsonValue } from "./json-value.ts";
import type { Reference } from "./reference.ts";
import type { StepConfig } from "./step-config.ts";

/** What tells the configuration of a workflow from other JSON. */
export const configFormat = "stepspan-workflow";

/** The version of the format that is written and read here. */
export const configVersion = 1;

/**
 * A workflow as plain JSON: `JSON.parse(JSON.stringify(config))` gives the same. Functions, schemas and resources stand
 * in it by their names; `workflowFromConfig` gets them as its parts. What has its default is left out.
 */
export interface WorkflowConfig {
  readonly format: typeof configFormat;
  readonly version: typeof configVersion;
  readonly name: string;
  readonly options?: WorkflowOptionsConfig;
  /** In the order written: a step reads only those before it. */
  readonly steps: readonly StepConfig[];
  readonly returns?: LambdaConfig;
  /** For tools. Building takes no notice of it: what a lambda reads is found out again. */
  readonly edges?: readonly EdgeConfig[];
}

/** The options of a workflow. Each schema and resource is the name of a part. */
export interface WorkflowOptionsConfig {
  /** The version of the workflow, not of the format. */
  readonly version?: string;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly failFast?: boolean;
  readonly unhandledEvents?: "report" | "error";
  readonly input?: string;
  readonly output?: string;
  readonly state?: string;
  readonly flowState?: string;
  /** The name of each default resource in the workflow, with its name among the parts. */
  readonly resources?: { readonly [resource: string]: string };
}

/** A parameter: a value, or where it comes from. */
export type ParameterConfig = { readonly constant: JsonValue } | LambdaConfig;

/** A lambda: the one value that it reads, or its name among the parts. */
export type LambdaConfig = Reference | { readonly lambda: string };

/** A guard, or the `until` of a loop: the one value that it reads, or its name among the parts. */
export type ConditionConfig = Reference | { readonly condition: string };

/** A dependency, as in the plan; what does not apply to its kind is left out. */
export interface EdgeConfig {
  readonly from: string;
  readonly to: string;
  readonly kind: DependencyKind;
  readonly certainty: Certainty;
  /** The parameter that reads. */
  readonly parameter?: string;
  /** The properties read below the span. */
  readonly path?: readonly string[];
  readonly mode?: ReadMode;
  /** The option that makes an order edge. */
  readonly option?: "dependsOn" | "skipWith" | "of";
}
