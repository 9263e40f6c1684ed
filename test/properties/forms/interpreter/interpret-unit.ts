import { answerOf, modulus, numberOf, numbers, sentBy, throwsAt } from "../cases/digest.ts";
import { type Action, type BodyCase, deepestTurn, type StepCase } from "../cases/form-case.ts";
import { addTo, type Frame, readAll } from "./flow-frame.ts";
import { interpretChild, writeBack } from "./interpret-flow.ts";
import { failed, lost, succeeded } from "./interpret-step.ts";
import type { Ending } from "./world.ts";

/** A step that runs its body once, an item, an iteration or a turn. */
export interface Unit {
  readonly path: string;
  readonly body: BodyCase;
  /** What the item, the iteration or the event adds to the parameter. */
  readonly own: number;
  readonly depth?: number;
}

export function interpretUnit(frame: Frame, step: StepCase, unit: Unit): Ending {
  const reading = readAll(frame, step.reads, step.always);
  if (reading.kind === "lost") return lost;
  if (reading.kind === "threw") return failed(step);
  const p = (frame.input.p + reading.sum + unit.own) % modulus;
  const parameters = { p, depth: unit.depth ?? frame.input.depth };
  if (unit.body.kind === "script") return interpretScript(frame, step, { ...unit, body: unit.body, parameters });
  const { status, output, usage } = interpretChild(frame, unit.body, unit.path, parameters);
  if (status === "failed") return failed(step, usage);
  return succeeded(writeBack(frame, step, unit.body, output), usage);
}

interface ScriptUnit extends Unit {
  readonly body: Extract<BodyCase, { kind: "script" }>;
  readonly parameters: Frame["input"];
}

/** Each attempt does all that the script says, and throws at its end. */
function interpretScript(frame: Frame, step: StepCase, unit: ScriptUnit): Ending {
  const { script, stateKeys } = unit.body;
  const { path, parameters } = unit;
  let waits = 0;
  for (let attempt = 1; attempt <= step.attempts; attempt++) {
    frame.world.noteCall(path, attempt);
    let sum = 0;
    for (const action of script.actions) {
      sum += interpretAction(frame, unit, action, waits + 1);
      waits += waitsIn(action);
    }
    write(frame, step, script);
    if (throwsAt(script.failRate, parameters.p, attempt)) continue;
    const read = stateKeys.reduce((all, key) => all + (frame.state.get(key) ?? 0), 0);
    const value = (numberOf(step.name) + parameters.p + sum + read) % modulus;
    return succeeded(step.form.kind === "on" ? { turn: value } : value, script.usage * attempt);
  }
  return failed(step, script.usage * step.attempts);
}

function interpretAction(frame: Frame, { path, parameters }: ScriptUnit, action: Action, wait: number): number {
  switch (action.do) {
    case "hand":
      return 1;
    case "sleep":
      return 3;
    case "wait":
      return action.event === "never" ? numbers.timedOut : answerOf(action.event, path, wait);
    case "both":
      return answerOf(action.event, path, wait);
    case "ahead":
      return answerOf("self", path, wait);
    case "send":
      if (action.event === "any" || parameters.depth >= deepestTurn) return 0;
      frame.turns.push({ value: sentBy(path, "turn"), depth: parameters.depth + 1 });
      return 0;
    case "emit":
      frame.world.emissions++;
      return 0;
    case "stop":
      throw new Error("What a stop comes to depends on time.");
    default:
      return action satisfies never;
  }
}

/** How many waits an action begins. */
function waitsIn(action: Action): number {
  if (action.do === "both" || action.do === "ahead") return 2;
  return action.do === "wait" || action.do === "sleep" ? 1 : 0;
}

function write(
  { world, state, flow, ownsFlowState }: Frame,
  { name }: StepCase,
  script: ScriptUnit["body"]["script"],
): void {
  if (!ownsFlowState) world.addStored(`${flow.name} total`, script.flowState);
  world.addStored(`${flow.name} ${name} total`, script.stepState);
  if (script.state === 0) return;
  for (const key of ["total", `k:${name}`]) addTo(state, key, script.state);
}
