import { type EventDefinition, type StepContext, type StepFunction, StepTimeoutError } from "@stepspan/engine";
import { modulus, numberOf, numbers, sentBy, throwsAt } from "../cases/digest.ts";
import { type Action, type BodyCase, deepestTurn, type EventData, type Script } from "../cases/form-case.ts";
import type { Life } from "../host/life.ts";
import { eventNamed, progress } from "./events.ts";
import type { Parameters } from "./workflow-of-flow.ts";

/** The body that a script describes. A script without anything to wait for is a synchronous function. */
export function runScript(name: string, { script, stateKeys }: Extract<BodyCase, { kind: "script" }>): StepFunction {
  const body = (parameters: Parameters, context: StepContext) => {
    const life = context.resources.require("life") as Life; // every run of these workflows gets one
    life.noteCall(context);
    const call: ScriptCall = { name, script, stateKeys, parameters, context, life };
    return script.actions.length === 0 && script.flowState === 0 ? writeAndEnd(call, 0) : actAndEnd(call);
  };
  return body;
}

interface ScriptCall {
  readonly name: string;
  readonly script: Script;
  readonly stateKeys: readonly string[];
  readonly parameters: Parameters;
  readonly context: StepContext;
  readonly life: Life;
}

async function actAndEnd(call: ScriptCall): Promise<unknown> {
  const { script, context } = call;
  let sum = 0;
  for (const action of script.actions) sum += await act(call, action);
  if (script.flowState > 0) {
    await context.flowState?.transaction((draft) => {
      draft.total = script.flowState + ((draft.total as number | undefined) ?? 0); // it holds numbers
    });
  }
  return writeAndEnd(call, sum);
}

async function act(call: ScriptCall, action: Action): Promise<number> {
  const { script, context, parameters, life } = call;
  switch (action.do) {
    case "hand":
      return life.hand(context, script.onAbort);
    case "sleep":
      await context.sleep(action.ms);
      return 3;
    case "wait":
      return waitFor(call, eventNamed(action.event), action.timeoutMs);
    case "both": {
      const [value] = await Promise.all([waitFor(call, eventNamed(action.event), null), context.sleep(action.ms)]);
      return value;
    }
    case "ahead": {
      const answer = waitFor(call, { name: `self ${context.path}`, schema: null }, null);
      answer.catch(() => undefined); // the sleep rejects as well then
      await context.sleep(action.ms);
      send(call, { name: `self ${context.path}`, schema: null }, numberOf("self"));
      return answer;
    }
    case "send":
      if (action.event === "turn" && parameters.depth >= deepestTurn) return 0;
      send(call, eventNamed(action.event), sentBy(context.path, action.event));
      return 0;
    case "emit":
      context.emit(progress, context.attempt);
      return 0;
    case "stop":
      context.stop(numberOf("stopped"));
      return 0;
    default:
      return action satisfies never;
  }
}

function send(
  { context, parameters, life }: ScriptCall,
  event: EventDefinition<unknown, unknown>,
  value: number,
): void {
  const data: EventData = { value, key: "sent", serial: life.nextSerial(), depth: parameters.depth + 1 };
  context.send(event, data);
}

async function waitFor(
  { context, life, script }: ScriptCall,
  event: EventDefinition<unknown, unknown>,
  timeoutMs: number | null,
): Promise<number> {
  const isMine = (data: unknown) => (data as EventData).key === context.path; // all events are such
  const where = event.name === "keyed" ? { where: isMine } : {};
  const timeout = timeoutMs === null ? {} : { timeout: timeoutMs };
  try {
    const data = await context.waitFor(event, { ...where, ...timeout });
    return (data as EventData).value; // all events are such
  } catch (error) {
    const { aborted } = context.signal;
    if (error instanceof StepTimeoutError && !aborted) return numbers.timedOut;
    if (aborted && script.onAbort === "ignore") await life.hand(context, "ignore"); // it takes its time
    throw error;
  }
}

/** All writes stand behind the last wait, because a body that is called again after a restart repeats them. */
function writeAndEnd({ name, script, stateKeys, parameters, context }: ScriptCall, sum: number): unknown {
  const { state, stepState, usage, variable, failRate } = script;
  if (state > 0) {
    context.state.update((draft) => {
      for (const key of ["total", `k:${name}`]) draft[key] = state + ((draft[key] as number | undefined) ?? 0); // they hold numbers
    });
  }
  if (stepState > 0) context.stepState.set("total", stepState + numberIn(context.stepState, "total"));
  if (usage > 0) context.usage.add("tokens", usage);
  if (variable) context.span.set("attempt", context.attempt);
  const read = stateKeys.reduce((all, key) => all + numberIn(context.state, key), 0);
  if (throwsAt(failRate, parameters.p, context.attempt)) throw new Error("thrown by a body");
  const value = (numberOf(name) + parameters.p + sum + read) % modulus;
  return name.startsWith("o") ? { turn: value } : value;
}

function numberIn(layer: StepContext["state"], key: string): number {
  return layer.get(key, 0) as number; // the states of these workflows hold numbers
}
