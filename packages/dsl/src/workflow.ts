import { DefinitionError, type Duration, type Schema } from "@stepspan/engine";
import { BuiltWorkflow } from "./built-workflow.ts";
import { checkKeys } from "./checks/check-keys.ts";
import { readFlag, readLimit, readSchema, readText, type WrittenOption } from "./checks/options.ts";
import { placeOfWorkflow } from "./checks/place.ts";
import { shownValue } from "./checks/show-value.ts";
import { StepList } from "./step-list.ts";
import type { Workflow } from "./types/workflow.ts";
import type { InputTypesOf, OutputTypesOf } from "./types/workflow-types.ts";

const keys = ["input", "output", "version", "timeout", "failFast"] as const;

/** The options of a workflow. */
export interface WorkflowOptions<InputSchema = Schema, OutputSchema = Schema> {
  /** Parses the input of a run before anything starts. */
  readonly input?: InputSchema | undefined;
  /** Parses what the workflow returns. */
  readonly output?: OutputSchema | undefined;
  /** Tells versions of the workflow apart. */
  readonly version?: string | undefined;
  /** Limit of a whole run. */
  readonly timeout?: Duration | undefined;
  /** Whether the first failure stops what does not depend on it too. Default: true. */
  readonly failFast?: boolean | undefined;
}

/**
 * Begins a workflow: it has no steps yet.
 *
 * @throws DefinitionError for an empty name, and for options that make no sense
 */
export function workflow<InputSchema extends Schema = never, OutputSchema extends Schema = never>(
  name: string,
  options: WorkflowOptions<InputSchema, OutputSchema> = {},
): Workflow<InputTypesOf<InputSchema>, OutputTypesOf<OutputSchema>, never> {
  if (typeof name !== "string" || name === "") {
    throw new DefinitionError(`workflow() got ${shownValue(name)} as the name. Give a text that is not empty.`);
  }
  const place = placeOfWorkflow(name);
  const written = checkKeys(options, keys, place);
  const option = (key: (typeof keys)[number]): WrittenOption => ({ place, name: key, value: written[key] });
  const frame = Object.freeze({
    name,
    input: readSchema(option("input")),
    output: readSchema(option("output")),
    version: readText(option("version")),
    timeoutMs: readLimit(option("timeout")),
    failFast: readFlag(option("failFast"), true),
    state: null,
    flowState: null,
    unhandledEvents: "report" as const,
    resources: Object.freeze({}),
  });
  const built: unknown = new BuiltWorkflow(frame, StepList.empty, null);
  return built as Workflow<InputTypesOf<InputSchema>, OutputTypesOf<OutputSchema>, never>; // the class checks at run time what these types say
}
