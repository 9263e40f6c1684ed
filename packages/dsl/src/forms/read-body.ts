import { DefinitionError, type StepBody, type StepFunction } from "@stepspan/engine";
import { refused, type WrittenOption } from "../checks/options.ts";
import { quoted } from "../checks/show-value.ts";
import { type SharedBody, sharedBodyOf } from "../define-step.ts";
import { noWriteBack } from "./crossing.ts";
import type { OpenStep } from "./open-step.ts";
import { planOf } from "./plan-of.ts";
import { type AttemptKey, attemptKeys } from "./read-attempts.ts";
import { readCapture } from "./read-capture.ts";

/** The body of a step, with what it brings along; null for a workflow, whose steps have settings of their own. */
export interface ReadBody {
  readonly body: StepBody;
  readonly settings: SharedBody | null;
}

const none = {
  input: null,
  output: null,
  retry: null,
  timeoutMs: null,
  queue: null,
  pool: null,
  priority: null,
  estimateMs: null,
};

/** Options of a body that is a function or a workflow. */
export const bodyKeys = ["run", "collect", "capture", ...attemptKeys, "estimate"] as const;

type FunctionOption = (key: "run" | "collect" | AttemptKey) => WrittenOption;

/** @throws DefinitionError unless it is a function or a step made with `defineStep` */
export function readFunctionBody(option: FunctionOption, step: string): ReadBody & { readonly settings: SharedBody } {
  const run = option("run");
  const settings = settingsOf(run);
  if (settings !== null) return { body: functionBody(settings, option("collect")), settings };
  if (planOf(run.value) === null) throw refused(run, "Give a function, or a step made with defineStep.");
  throw new DefinitionError(
    `${run.place} got a workflow as run. Write it as .subflow(${quoted(step)}, { workflow, params }).`,
  );
}

/** As `readFunctionBody`, but a workflow is a body too. @throws DefinitionError */
export function readAnyBody({ option, place, building }: OpenStep<(typeof bodyKeys)[number]>): ReadBody {
  const run = option("run");
  const settings = settingsOf(run);
  if (settings !== null) {
    refuseCapture(option("capture"));
    return { body: functionBody(settings, option("collect")), settings };
  }
  const plan = planOf(run.value);
  if (plan === null) throw refused(run, "Give a function, a step made with defineStep, or a workflow.");
  refuseAttemptOptions(["collect", ...attemptKeys], option, plan.name);
  const capture = readCapture(option("capture"), { place, parent: building.frame, child: plan });
  const subflow = Object.freeze({ plan, ...capture, ...noWriteBack });
  return { body: Object.freeze({ kind: "workflow", subflow }), settings: null };
}

/** @throws DefinitionError for options of attempts, which a workflow as a body has not */
export function refuseAttemptOptions<Key extends string>(
  keys: readonly Key[],
  option: (key: Key) => WrittenOption,
  child: string,
): void {
  for (const key of keys) {
    const { place, name, value } = option(key);
    if (value === undefined) continue;
    const where = wayOuts[name] ?? `Write ${name} on the steps of workflow ${quoted(child)} that it is meant for.`;
    throw new DefinitionError(`${place} runs workflow ${quoted(child)}, so it cannot have ${name}. ${where}`);
  }
}

function refuseCapture({ place, name, value }: WrittenOption): void {
  if (value === undefined) return;
  throw new DefinitionError(
    `${place} has ${name}, but its run is no workflow. A function reads context.state, context.flowState and context.resources itself: remove ${name}, or give run a workflow.`,
  );
}

const wayOuts: Readonly<Record<string, string>> = {
  timeout: "Write timeout as an option of that workflow: it limits the whole run.",
  input: "Write input as an option of that workflow: it parses what params give.",
  output: "Write output as an option of that workflow: it parses what the workflow returns.",
};

function settingsOf({ value }: WrittenOption): SharedBody | null {
  const shared = sharedBodyOf(value);
  if (shared !== null || typeof value !== "function") return shared;
  return { ...none, run: value as StepFunction }; // only the runner calls it, with what the types say
}

function functionBody({ run }: SharedBody, collect: WrittenOption): StepBody {
  const { value } = collect;
  if (value !== undefined && typeof value !== "function") {
    throw refused(collect, "Give a function that makes the output of the list of items.");
  }
  type Collect = (items: readonly unknown[]) => unknown;
  return Object.freeze({ kind: "function", run, collect: (value as Collect | undefined) ?? null }); // only the runner calls it
}
