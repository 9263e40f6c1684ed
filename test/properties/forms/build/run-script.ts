import { type StepContext, type StepFunction, StepTimeoutError } from "@stepspan/engine";
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

async function act({ script, context, parameters, life }: ScriptCall, action: Action): Promise<number> {
  switch (action.do) {
    case "hand":
      return life.hand(context, script.onAbort);
    case "sleep":
      await context.sleep(action.ms);
      return 3;
    case "wait":
      return waitFor(context, action.event, action.timeoutMs);
    case "both": {
      const [value] = await Promise.all([waitFor(context, action.event, null), context.sleep(action.ms)]);
      return value;
    }
    case "send":
      if (action.event === "turn" && parameters.depth >= deepestTurn) return 0;
      context.send(eventNamed(action.event), {
        value: sentBy(context.path, action.event),
        key: "sent",
        serial: life.nextSerial(),
        depth: parameters.depth + 1,
      } satisfies EventData);
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

async function waitFor(
  context: StepContext,
  kind: "any" | "mine" | "keyed" | "never",
  timeoutMs: number | null,
): Promise<number> {
  const where = kind === "keyed" ? { where: (data: unknown) => (data as EventData).key === context.path } : {}; // all events are such
  const timeout = timeoutMs === null ? {} : { timeout: timeoutMs };
  try {
    const data = await context.waitFor(eventNamed(kind), { ...where, ...timeout });
    return (data as EventData).value; // all events are such
  } catch (error) {
    if (error instanceof StepTimeoutError && !context.signal.aborted) return numbers.timedOut;
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
