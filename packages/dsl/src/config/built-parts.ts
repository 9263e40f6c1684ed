import type { NamedFunction, PartKind, WorkflowParts } from "./parts.ts";
import { lambdaOfReference } from "./reference-lambda.ts";
import type { ConditionConfig, LambdaConfig } from "./workflow-config.ts";

/** The part of a name. Only those are asked for that were found to be there. */
export function partOf(kind: PartKind, name: string, parts: WorkflowParts): unknown {
  return parts[kind]?.[name];
}

/** The part of a name, if there is a name. */
export function optionalPart(kind: PartKind, name: string | undefined, parts: WorkflowParts): unknown {
  return name === undefined ? undefined : partOf(kind, name, parts);
}

/** The lambda that a configuration says. */
export function lambdaOf(config: LambdaConfig, parts: WorkflowParts): NamedFunction {
  return "lambda" in config ? functionOf("lambdas", config.lambda, parts) : lambdaOfReference(config);
}

/** The guard that a configuration says. */
export function conditionOf(config: ConditionConfig, parts: WorkflowParts): NamedFunction {
  return "condition" in config ? functionOf("conditions", config.condition, parts) : lambdaOfReference(config);
}

function functionOf(kind: "lambdas" | "conditions", name: string, parts: WorkflowParts): NamedFunction {
  return partOf(kind, name, parts) as NamedFunction; // checkParts lets only functions through
}
