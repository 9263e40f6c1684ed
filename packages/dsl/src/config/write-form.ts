import type { EventDefinition, StepBody, StepForm, Subflow } from "@stepspan/engine";
import { countOf } from "./count.ts";
import type {
  BodyConfig,
  CaptureConfig,
  EventConfig,
  FormConfig,
  FunctionBodyConfig,
  WorkflowBodyConfig,
  WriteBackConfig,
} from "./step-config.ts";
import { withoutUndefined } from "./without-undefined.ts";
import { writeCondition, writeFunction, writeLambdaOrConstant } from "./write-functions.ts";
import type { WriteWorkflow } from "./write-workflow.ts";
import { partNameAt, placeAbove, placeOfBody, placeText, type WritingPlace } from "./writing-place.ts";

/** Writes what the kind of a step says. */
export function writeForm(form: StepForm, place: WritingPlace, writeWorkflow: WriteWorkflow): FormConfig {
  switch (form.kind) {
    case "single":
      return form.body.kind === "function"
        ? { kind: "step", ...writeCall(form.body, place) }
        : { kind: "subflow", ...writeSubflow(form.body.subflow, place, writeWorkflow) };
    case "map": {
      const over = writeLambdaOrConstant(form.over, { key: "over", part: "over" }, place);
      return { kind: "map", ...body(form.body), over, concurrency: countOf(form.concurrency) };
    }
    case "loop": {
      const until = writeCondition(form.until, { key: "until", part: "until" }, place);
      return { kind: "loop", ...body(form.body), until, maxIterations: countOf(form.maxIterations) };
    }
    case "on": {
      const limits = { concurrency: countOf(form.concurrency), capacity: countOf(form.capacity) };
      return { kind: "on", ...body(form.body), event: writeEvent(form.event, place), ...limits };
    }
    case "race":
      return { kind: "race", of: [...form.of] };
    case "wait": {
      const event = writeEvent(form.event, place);
      if (form.where === null) return { kind: "wait", event };
      return {
        kind: "wait",
        event,
        where: writeFunction("conditions", form.where, { key: "where", part: "where" }, place),
      };
    }
    case "sleep":
      return { kind: "sleep", duration: form.durationMs };
    default:
      return form satisfies never;
  }

  function body(written: StepBody): BodyConfig {
    if (written.kind === "function") return writeCall(written, place);
    return writeSubflow(written.subflow, place, writeWorkflow);
  }
}

function writeCall({ run, collect }: Extract<StepBody, { kind: "function" }>, place: WritingPlace): FunctionBodyConfig {
  const handler = writeFunction("handlers", run, { key: "run", part: "run" }, place);
  if (collect === null) return { handler };
  return { handler, collect: writeFunction("handlers", collect, { key: "collect", part: "collect" }, place) };
}

function writeSubflow(subflow: Subflow, place: WritingPlace, writeWorkflow: WriteWorkflow): WorkflowBodyConfig {
  const name = (fn: Function | null, key: string, option: string) =>
    fn === null ? undefined : writeFunction("handlers", fn, { key, part: `${option}.${key}` }, place);
  const resources = Object.fromEntries(subflow.captureResources);
  const capture: CaptureConfig = withoutUndefined({
    state: name(subflow.captureState, "state", "capture"),
    flowState: name(subflow.captureFlowState, "flowState", "capture"),
    resources: subflow.captureResources.size === 0 ? undefined : resources,
  });
  const writeBack: WriteBackConfig = withoutUndefined({
    output: name(subflow.output, "output", "writeBack"),
    state: name(subflow.writeBackState, "state", "writeBack"),
    flowState: name(subflow.writeBackFlowState, "flowState", "writeBack"),
  });
  return withoutUndefined({
    workflow: writeWorkflow(subflow.plan, placeOfBody(place)),
    capture: Object.keys(capture).length === 0 ? undefined : capture,
    writeBack: Object.keys(writeBack).length === 0 ? undefined : writeBack,
  });
}

/** Events are told apart by their names, so that of the schema is the event's and not the step's. */
function writeEvent({ name, schema }: EventDefinition, place: WritingPlace): EventConfig {
  if (schema === null) return { name };
  const partName = partNameAt(placeAbove(place), `${name}.event`);
  return { name, schema: place.ledger.claim("schemas", partName, schema, placeText(place, "event")) };
}
