import { DefinitionError } from "@stepspan/engine";
import { checkKeys } from "../checks/check-keys.ts";
import type { AnyWorkflow } from "../types/workflow.ts";
import { workflow } from "../workflow.ts";
import { addStep, stepOptions } from "./build-step.ts";
import { lambdaOf, optionalPart, partOf } from "./built-parts.ts";
import { checkParts } from "./missing-parts.ts";
import type { WorkflowParts } from "./parts.ts";
import { readConfig } from "./read-config.ts";
import { createReading } from "./reading.ts";
import { withoutUndefined } from "./without-undefined.ts";
import type { WorkflowConfig } from "./workflow-config.ts";

const partKinds = ["handlers", "conditions", "lambdas", "schemas", "resources"] as const;

/**
 * Builds a workflow again from what `toConfig` gave, or from JSON that was written by hand or by a tool. All that the
 * methods of a workflow check is checked here too. Its edges are not looked at: what lambdas read is found out again.
 *
 * @param json what `JSON.parse` made of the text
 * @param parts the functions, schemas and resources that the configuration names
 * @throws DefinitionError with the place in the configuration, or with all parts that are missing
 */
export function workflowFromConfig(json: unknown, parts: WorkflowParts = {}): AnyWorkflow {
  checkKeys(parts, partKinds, "workflowFromConfig()");
  const reading = createReading();
  const config = readConfig(json, reading);
  checkParts(config.name, reading.needs(), parts);
  return buildWorkflow(config, parts, "");
}

/** @param path where the workflow stands, with the dot behind it */
function buildWorkflow(config: WorkflowConfig, parts: WorkflowParts, path: string): AnyWorkflow {
  let built = within(path.slice(0, -1), () => beginWorkflow(config, parts));
  for (const [index, step] of config.steps.entries()) {
    const at = `${path}steps[${index}]`;
    const build = (nested: WorkflowConfig) => buildWorkflow(nested, parts, `${at}.workflow.`);
    const options = stepOptions(step, { parts, build });
    const before = built;
    built = within(at, () => addStep(before, step, options));
  }
  const { returns } = config;
  if (returns === undefined) return built;
  const lambda = lambdaOf(returns, parts) as () => unknown; // it takes the scope of its place
  return within(`${path}returns`, () => built.returns(lambda));
}

/** The method that declares resources, for defaults whose types are known only at run time. */
interface ResourcesMethod {
  resources(defaults: object): AnyWorkflow;
}

function beginWorkflow({ name, options = {} }: WorkflowConfig, parts: WorkflowParts): AnyWorkflow {
  const { version, timeout, failFast, unhandledEvents, resources } = options;
  const schema = (part: string | undefined) => optionalPart("schemas", part, parts);
  const written = withoutUndefined({
    ...{ version, timeout, failFast, unhandledEvents },
    input: schema(options.input),
    output: schema(options.output),
    state: schema(options.state),
    flowState: schema(options.flowState),
  });
  const begun: unknown = workflow(name, written as object); // it checks its options
  if (resources === undefined) return begun as AnyWorkflow; // its types are known only at run time
  const defaults = Object.entries(resources).map(([key, part]) => [key, partOf("resources", part, parts)] as const);
  return (begun as ResourcesMethod).resources(Object.fromEntries(defaults)); // as above
}

/** Puts the place in the configuration in front of what a method of the workflow refuses. */
function within<Built>(path: string, build: () => Built): Built {
  try {
    return build();
  } catch (error) {
    if (path === "" || !(error instanceof DefinitionError)) throw error;
    throw new DefinitionError(`At ${path} of the configuration: ${error.message}`, { cause: error });
  }
}
