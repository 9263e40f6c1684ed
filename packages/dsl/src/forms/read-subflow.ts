import type { Plan } from "@stepspan/engine";
import { refused, type WrittenOption } from "../checks/options.ts";
import { placeOfStep } from "../checks/place.ts";
import { readParams } from "../checks/read-params.ts";
import type { WrittenStep } from "../step-list.ts";
import type { Crossing } from "./crossing.ts";
import { defineForm } from "./define-form.ts";
import { type Building, openStep } from "./open-step.ts";
import { planOf } from "./plan-of.ts";
import { readCapture } from "./read-capture.ts";
import { conditionKeys, readConditions } from "./read-conditions.ts";
import { readEstimate } from "./read-estimate.ts";
import { readWriteBack } from "./read-write-back.ts";
import { refuseUnfitOptions } from "./refuse-unfit-options.ts";

const keys = ["workflow", "params", "capture", "writeBack", "estimate", ...conditionKeys] as const;

const onItsSteps = "Write it on the steps of the workflow that it runs.";

const wayOuts = {
  run: "Give the workflow that it runs as workflow.",
  retry: onItsSteps,
  queue: onItsSteps,
  pool: onItsSteps,
  priority: onItsSteps,
  keepInState: onItsSteps,
  collect: onItsSteps,
  cache: onItsSteps,
  timeout: "Write it as an option of the workflow that it runs: there it limits the whole child run.",
  input: "Write it as an option of the workflow that it runs: there it parses what params give.",
  output: "Write it as an option of the workflow that it runs: there it parses what the workflow returns.",
};

/** Reads the options of a sub-workflow. @throws DefinitionError for whatever makes no sense */
export function readSubflow(building: Building, name: unknown, options: unknown): WrittenStep {
  refuseUnfitOptions(options, "sub-workflow", wayOuts, placeOfStep(building.frame.name, String(name)));
  const open = openStep(building, name, options, keys);
  const plan = readWorkflow(open.option("workflow"));
  const crossing: Crossing = { place: open.place, parent: building.frame, child: plan };
  const capture = readCapture(open.option("capture"), crossing);
  const writeBack = readWriteBack(open.option("writeBack"), crossing);
  const conditions = readConditions(open, keys);
  const { params, warnings } = readParams(open.option("params").value, conditions.step);
  const subflow = Object.freeze({ plan, ...capture, ...writeBack });
  const body = Object.freeze({ kind: "workflow" as const, subflow });
  const estimateMs = readEstimate(open.option("estimate"), null);
  return defineForm(conditions, { form: { kind: "single", body }, params, estimateMs, warnings });
}

function readWorkflow(option: WrittenOption): Plan {
  const plan = planOf(option.value);
  if (plan === null) throw refused(option, 'Give a workflow, made with workflow("name").');
  return plan;
}
