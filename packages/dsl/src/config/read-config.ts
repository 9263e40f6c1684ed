import { DefinitionError } from "@stepspan/engine";
import { quoted, shownValue } from "../checks/show-value.ts";
import {
  choiceIn,
  entriesOf,
  type Found,
  flagIn,
  listIn,
  membersOf,
  needed,
  numberIn,
  textIn,
  wrongPart,
} from "./found.ts";
import { readLambdaConfig } from "./read-lambda-config.ts";
import { readStepConfig } from "./read-step-config.ts";
import type { Reading } from "./reading.ts";
import { withoutUndefined } from "./without-undefined.ts";
import { configFormat, configVersion, type WorkflowConfig, type WorkflowOptionsConfig } from "./workflow-config.ts";

/** Workflows nested more deeply are refused, before they can exhaust the stack. */
const deepest = 100;

/**
 * Looks at JSON from outside and takes from it what a configuration has. Its edges are left out.
 *
 * @throws DefinitionError, with the path, for whatever is missing, unknown or of another type
 */
export function readConfig(json: unknown, reading: Reading): WorkflowConfig {
  return readWorkflow({ value: json, path: "" }, reading, 1);
}

function readWorkflow(found: Found, reading: Reading, depth: number): WorkflowConfig {
  if (depth > deepest) throw wrongPart(found, `Nest workflows at most ${deepest} deep.`);
  if (typeof found.value === "string") throw wrongPart(found, "Give what JSON.parse makes of the text.");
  checkFormat(found);
  const members = membersOf(found, ["format", "version", "name", "options", "steps", "returns", "edges"]);
  const { options, returns } = members;
  const below = (nested: Found) => readWorkflow(nested, reading, depth + 1);
  const content = withoutUndefined({
    name: textIn(needed(members, "name", found)),
    options: options && readOptions(options, reading),
    steps: listIn(needed(members, "steps", found)).map((step) => readStepConfig(step, reading, below)),
    returns: returns && readLambdaConfig(returns, reading),
  });
  return { format: configFormat, version: configVersion, ...content };
}

/** Before anything else: another version may have other members. */
function checkFormat(found: Found): void {
  const members = Object.fromEntries(entriesOf(found));
  const format = needed(members, "format", found);
  if (format.value !== configFormat)
    throw wrongPart(format, `Give the configuration of a workflow: its format is ${quoted(configFormat)}.`);
  const version = needed(members, "version", found);
  if (version.value === configVersion) return;
  throw new DefinitionError(
    `The configuration has the format version ${shownValue(version.value)}, and this release reads version ${configVersion}. Write it again with this release, or read it with the one that wrote it.`,
  );
}

function readOptions(found: Found, reading: Reading): WorkflowOptionsConfig {
  const members = membersOf(found, [
    "version",
    "timeout",
    "failFast",
    "unhandledEvents",
    "input",
    "output",
    "state",
    "flowState",
    "resources",
  ]);
  const schema = (option: Found | undefined) => option && reading.part("schemas", option);
  return withoutUndefined({
    version: members.version && textIn(members.version),
    timeout: members.timeout && numberIn(members.timeout),
    failFast: members.failFast && flagIn(members.failFast),
    unhandledEvents: members.unhandledEvents && choiceIn(members.unhandledEvents, ["report", "error"]),
    input: schema(members.input),
    output: schema(members.output),
    state: schema(members.state),
    flowState: schema(members.flowState),
    resources: members.resources && readResources(members.resources, reading),
  });
}

function readResources(found: Found, reading: Reading): { readonly [name: string]: string } {
  return Object.fromEntries(entriesOf(found).map(([name, part]) => [name, reading.part("resources", part)]));
}
