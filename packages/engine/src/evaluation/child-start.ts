import { type ParamValues, recordParams } from "../borders/params.ts";
import { parseAtBorder } from "../borders/parse-at-border.ts";
import type { ChildStart } from "../core/events.ts";
import type { CoreState } from "../core/state.ts";
import type { CaptureFunction, StepDefinition, Subflow } from "../plan/definition.ts";
import type { Plan } from "../plan/plan.ts";
import type { Values as Recorder } from "../state/values.ts";

type Values = Readonly<Record<string, unknown>>;

/** What is known of states outside of the core. */
export interface ChildStates {
  /** The values of the flow state of a run's workflow, or of the child run's own. */
  readonly readFlowState: (state: CoreState) => Promise<Values>;
  /** The values with which a run of the workflow begins. @throws StateError for captured ones that its schema refuses */
  readonly begin: (plan: Plan, captured: Values) => Values;
}

/**
 * What a child run begins with: its input, parsed by the schema of its workflow, and what is captured of the parent's
 * states, all as copies. Nothing of it changes with the parent any more.
 *
 * @throws InputError, SerializationError and what a capture function threw (or rejects with them)
 */
export function childStart(
  state: CoreState,
  step: StepDefinition,
  lambdaValues: ParamValues,
  { states, values: recorder }: { readonly states: ChildStates; readonly values: Recorder },
): ChildStart | Promise<ChildStart> {
  const subflow = subflowOf(step);
  const captureOf = (capture: CaptureFunction | null, values: Values, from: string): Values =>
    capture === null
      ? {}
      : withoutUndefined(recorder.record(capture(values), `What step "${step.name}" captures of ${from}`));
  const what = `The input of step "${step.name}"`;
  const params = recordParams(step, lambdaValues, recorder);
  if (params instanceof Promise) throw new Error("Bug: a step that runs a workflow has a schema of its own.");
  const { plan, captureState, captureFlowState } = subflow;
  const given = plan.input === null ? params : parseAtBorder(plan.input, params, what);
  const captured = captureOf(captureState, state.values.all(), "the state");
  const flowState = captureFlowState === null ? null : states.readFlowState(state);
  const start = (input: unknown, values: Values | null): ChildStart => ({
    input: recorder.record(input, what),
    state: states.begin(plan, captured),
    flowState: values === null ? null : captureOf(captureFlowState, values, "the flow state"),
  });
  if (!(given instanceof Promise) && !(flowState instanceof Promise)) return start(given, flowState);
  return Promise.all([given, flowState]).then(([input, values]) => start(input, values));
}

/** A capture function gives undefined for what the parent may not have: the child does not have it then either. */
function withoutUndefined(captured: Values): Values {
  const there = Object.entries(captured).filter(([, value]) => value !== undefined);
  return Object.freeze(Object.fromEntries(there));
}

function subflowOf({ form }: StepDefinition): Subflow {
  if ("body" in form && form.body.kind === "workflow") return form.body.subflow;
  throw new Error("Bug: a child run of a step without a workflow.");
}
