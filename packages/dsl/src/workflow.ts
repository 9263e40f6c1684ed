import { DefinitionError, type Duration, type Schema } from "@stepspan/engine";
import { BuiltWorkflow } from "./built-workflow.ts";
import { checkKeys } from "./checks/check-keys.ts";
import {
  readChoice,
  readFlag,
  readLimit,
  readObjectSchema,
  readSchema,
  readText,
  type WrittenOption,
} from "./checks/options.ts";
import { placeOfWorkflow } from "./checks/place.ts";
import { shownValue } from "./checks/show-value.ts";
import { StepList } from "./step-list.ts";
import type { DeclaredBy } from "./types/declared-types.ts";
import type { ObjectSchema } from "./types/schemas.ts";
import type { Workflow } from "./types/workflow.ts";
import type { InputTypesOf, OutputTypesOf } from "./types/workflow-types.ts";
import type { WorkflowFrame } from "./workflow-frame.ts";

const keys = ["input", "output", "state", "flowState", "version", "timeout", "failFast", "unhandledEvents"] as const;

/** The options of a workflow. */
export interface WorkflowOptions<
  InputSchema = Schema,
  OutputSchema = Schema,
  StateSchema = ObjectSchema,
  FlowStateSchema = ObjectSchema,
> {
  /** Parses the input of a run before anything starts. */
  readonly input?: InputSchema | undefined;
  /** Parses what the workflow returns. */
  readonly output?: OutputSchema | undefined;
  /** The values of `context.state`: what it declares is typed, and checked on write. Without it every key holds anything. */
  readonly state?: StateSchema | undefined;
  /** The values of `context.flowState`. Without it there is none. */
  readonly flowState?: FlowStateSchema | undefined;
  /** Tells versions of the workflow apart. */
  readonly version?: string | undefined;
  /** Limit of a whole run. */
  readonly timeout?: Duration | undefined;
  /** Whether the first failure stops what does not depend on it too. Default: true. */
  readonly failFast?: boolean | undefined;
  /** Whether an event that nobody took is only reported on the run, or fails it too. Default: `"report"`. */
  readonly unhandledEvents?: "report" | "error" | undefined;
}

/**
 * Begins a workflow: it has no steps yet.
 *
 * @throws DefinitionError for an empty name, and for options that make no sense
 */
export function workflow<
  InputSchema extends Schema = never,
  OutputSchema extends Schema = never,
  StateSchema extends ObjectSchema = never,
  FlowStateSchema extends ObjectSchema = never,
>(
  name: string,
  options: WorkflowOptions<InputSchema, OutputSchema, StateSchema, FlowStateSchema> = {},
): Workflow<InputTypesOf<InputSchema>, OutputTypesOf<OutputSchema>, never, DeclaredBy<StateSchema, FlowStateSchema>> {
  if (typeof name !== "string" || name === "") {
    throw new DefinitionError(`workflow() got ${shownValue(name)} as the name. Give a text that is not empty.`);
  }
  const frame = readFrame(name, options);
  const built: unknown = new BuiltWorkflow(frame, StepList.empty, null);
  return built as Workflow<never, never, never, never>; // the class checks at run time what these types say
}

function readFrame(name: string, options: unknown): WorkflowFrame {
  const place = placeOfWorkflow(name);
  const written = checkKeys(options, keys, place);
  const option = (key: (typeof keys)[number]): WrittenOption => ({ place, name: key, value: written[key] });
  return Object.freeze({
    name,
    input: readSchema(option("input")),
    output: readSchema(option("output")),
    version: readText(option("version")),
    timeoutMs: readLimit(option("timeout")),
    failFast: readFlag(option("failFast"), true),
    state: readObjectSchema(option("state")),
    flowState: readObjectSchema(option("flowState")),
    unhandledEvents: readChoice(option("unhandledEvents"), ["report", "error"]),
    resources: Object.freeze({}),
  });
}
