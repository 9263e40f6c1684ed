import type { Edge, Plan } from "@stepspan/engine";
import { createLedger } from "./ledger.ts";
import { withoutUndefined } from "./without-undefined.ts";
import { configFormat, configVersion, type EdgeConfig, type WorkflowConfig } from "./workflow-config.ts";
import { writeLambda, writeSchema } from "./write-functions.ts";
import { writeStep } from "./write-step.ts";
import { partNameAt, placeText, type WritingPlace } from "./writing-place.ts";

/**
 * Writes a workflow as plain JSON, with names in place of functions, schemas and resources. A function has the name
 * that it was declared with, a schema and a resource that of its place.
 *
 * @throws DefinitionError that lists all that JSON cannot hold and that has no name of its own
 */
export function configOf(plan: Plan): WorkflowConfig {
  const ledger = createLedger();
  const config = writeWorkflow(plan, { ledger, of: "workflow", steps: [] });
  ledger.close(plan.name);
  return config;
}

function writeWorkflow(plan: Plan, place: WritingPlace): WorkflowConfig {
  const options = writeOptions(plan, place);
  const steps = plan.steps.map((step) => writeStep(step, place, writeWorkflow));
  const returns = plan.returns && writeLambda(plan.returns, { key: "returns", part: "the returns lambda" }, place);
  return {
    format: configFormat,
    version: configVersion,
    name: plan.name,
    ...(Object.keys(options).length === 0 ? {} : { options }),
    steps,
    ...(returns === null ? {} : { returns }),
    edges: plan.edges.map(writeEdge),
  };
}

function writeOptions(plan: Plan, place: WritingPlace): NonNullable<WorkflowConfig["options"]> {
  return withoutUndefined({
    version: plan.version ?? undefined,
    timeout: plan.timeoutMs ?? undefined,
    failFast: plan.failFast ? undefined : false,
    unhandledEvents: plan.unhandledEvents === "report" ? undefined : plan.unhandledEvents,
    input: writeSchema(plan.input, "input", place),
    output: writeSchema(plan.output, "output", place),
    state: writeSchema(plan.state, "state", place),
    flowState: writeSchema(plan.flowState, "flowState", place),
    resources: writeResources(plan, place),
  });
}

function writeResources({ resources }: Plan, place: WritingPlace): { readonly [name: string]: string } | undefined {
  const named = Object.entries(resources).map(([name, resource]) => {
    const at = placeText(place, `resource ${JSON.stringify(name)}`);
    return [name, place.ledger.claim("resources", partNameAt(place, name), resource, at)] as const;
  });
  return named.length === 0 ? undefined : Object.fromEntries(named);
}

function writeEdge({ from, to, kind, certainty, parameter, path, mode, option }: Edge): EdgeConfig {
  return withoutUndefined({
    from,
    to,
    kind,
    certainty,
    parameter: parameter ?? undefined,
    path: path.length === 0 ? undefined : [...path],
    mode: mode ?? undefined,
    option: option ?? undefined,
  });
}
