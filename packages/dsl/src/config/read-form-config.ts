import type { FormSource } from "./form-source.ts";
import { countIn, entriesOf, type Found, membersOf, needed, numberIn, textIn, textsIn, wrongPart } from "./found.ts";
import { readConditionConfig, readParameterConfig } from "./read-lambda-config.ts";
import type { Reading } from "./reading.ts";
import type {
  BodyConfig,
  CaptureConfig,
  EventConfig,
  FormConfig,
  FunctionBodyConfig,
  StepKind,
  WorkflowBodyConfig,
  WriteBackConfig,
} from "./step-config.ts";
import type { StepKey } from "./step-keys.ts";
import { withoutUndefined } from "./without-undefined.ts";

/** Reads what the kind of a step says. @throws DefinitionError for whatever is missing or wrong */
export function readFormConfig(kind: StepKind, source: FormSource): FormConfig {
  const { members, reading } = source;
  const member = (key: StepKey) => needed(members, key, source.found);
  switch (kind) {
    case "step":
      return { kind, ...readCall(source) };
    case "subflow":
      return { kind, ...readSubflow(source) };
    case "map": {
      const over = readParameterConfig(member("over"), reading);
      return { kind, ...readBody(source), over, concurrency: countIn(member("concurrency")) };
    }
    case "loop": {
      const until = readConditionConfig(member("until"), reading);
      return { kind, ...readBody(source), until, maxIterations: countIn(member("maxIterations")) };
    }
    case "on": {
      const limits = { concurrency: countIn(member("concurrency")), capacity: countIn(member("capacity")) };
      return { kind, ...readBody(source), event: readEvent(member("event"), reading), ...limits };
    }
    case "race":
      return { kind, of: textsIn(member("of")) };
    case "wait": {
      const event = readEvent(member("event"), reading);
      return { kind, event, ...(members.where && { where: reading.part("conditions", members.where) }) };
    }
    case "sleep":
      return { kind, duration: numberIn(member("duration")) };
    default:
      return kind satisfies never;
  }
}

function readBody(source: FormSource): BodyConfig {
  const { found, members, readWorkflow } = source;
  const { handler, workflow, collect, capture } = members;
  if ((handler === undefined) === (workflow === undefined)) {
    throw wrongPart(found, "Give one of handler and workflow.");
  }
  if (workflow === undefined) {
    if (capture !== undefined) throw wrongPart(capture, "It does not go with handler: remove it.");
    return readCall(source);
  }
  if (collect !== undefined) throw wrongPart(collect, "It does not go with workflow: remove it.");
  return { workflow: readWorkflow(workflow), ...(capture && { capture: readCapture(capture, source.reading) }) };
}

function readCall({ members, found, reading }: FormSource): FunctionBodyConfig {
  const handler = reading.part("handlers", needed(members, "handler", found));
  return { handler, ...(members.collect && { collect: reading.part("handlers", members.collect) }) };
}

function readSubflow({ members, found, reading, readWorkflow }: FormSource): WorkflowBodyConfig {
  return withoutUndefined({
    workflow: readWorkflow(needed(members, "workflow", found)),
    capture: members.capture && readCapture(members.capture, reading),
    writeBack: members.writeBack && readWriteBack(members.writeBack, reading),
  });
}

function readCapture(found: Found, reading: Reading): CaptureConfig {
  const { state, flowState, resources } = membersOf(found, ["state", "flowState", "resources"]);
  return withoutUndefined({
    state: state && reading.part("handlers", state),
    flowState: flowState && reading.part("handlers", flowState),
    resources: resources && Object.fromEntries(entriesOf(resources).map(([name, of]) => [name, textIn(of)])),
  });
}

function readWriteBack(found: Found, reading: Reading): WriteBackConfig {
  const { output, state, flowState } = membersOf(found, ["output", "state", "flowState"]);
  return withoutUndefined({
    output: output && reading.part("handlers", output),
    state: state && reading.part("handlers", state),
    flowState: flowState && reading.part("handlers", flowState),
  });
}

function readEvent(found: Found, reading: Reading): EventConfig {
  const { schema, ...members } = membersOf(found, ["name", "schema"]);
  const name = textIn(needed(members, "name", found));
  return { name, ...(schema && { schema: reading.part("schemas", schema) }) };
}
