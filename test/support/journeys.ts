import {
  createEngine,
  type Engine,
  type EngineOptions,
  type Run,
  type RunHandle,
  type Runnable,
  type RunOptions,
} from "@stepspan/engine";
import { createReplayingEngine } from "@stepspan/engine/testing";
import { defineEvent } from "stepspan";
import { ended } from "./trial.ts";
import { turn } from "./turn.ts";

/** A workflow of a journey waits for it in its middle: `.wait("pause", { event: goOn })`. */
export const goOn = defineEvent("goOn");

export interface JourneyOptions<Input> {
  readonly input?: Input;
  readonly engine?: EngineOptions;
  readonly run?: RunOptions;
  /** For the part behind the wait, if that is in another engine. */
  readonly resumedWith?: { readonly resources?: object };
}

/** Runs a workflow to its end, past the wait in its middle. Whatever came of it is given. */
export type Journey = <Input, Output, Outputs>(
  workflow: Runnable<Input, Output, Outputs>,
  options?: JourneyOptions<Input>,
) => Promise<Run<Output, Outputs>>;

/** The same run in three ways, which are to come to the same. */
export const journeys: readonly (readonly [name: string, journey: Journey])[] = [
  ["in one process", (workflow, options = {}) => inOneProcess(createEngine, workflow, options)],
  ["replayed after each event", (workflow, options = {}) => inOneProcess(createReplayingEngine, workflow, options)],
  ["with a snapshot in between", (workflow, options = {}) => acrossProcesses(workflow, options)],
];

async function inOneProcess<Input, Output, Outputs>(
  create: (options?: EngineOptions) => Engine,
  workflow: Runnable<Input, Output, Outputs>,
  { input, engine: engineOptions, run }: JourneyOptions<Input>,
): Promise<Run<Output, Outputs>> {
  await using engine = create(engineOptions);
  const handle = engine.start(workflow as Runnable<unknown, Output, Outputs>, input, run);
  if (await comesToWait(handle)) await handle.send(goOn, null);
  return await ended(handle.result);
}

/** Whether it waits there; false if it is over before. */
async function comesToWait({ events }: Pick<RunHandle, "events">): Promise<boolean> {
  for await (const event of events) if (event.type === "wait-started" && event.event === goOn.name) return true;
  return false;
}

/** The snapshot goes through JSON, and on in an engine that has nothing in common with the first. */
async function acrossProcesses<Input, Output, Outputs>(
  workflow: Runnable<Input, Output, Outputs>,
  { input, engine: engineOptions, run, resumedWith }: JourneyOptions<Input>,
): Promise<Run<Output, Outputs>> {
  const text = await (async () => {
    await using engine = createEngine(engineOptions);
    const handle = engine.start(workflow as Runnable<unknown, Output, Outputs>, input, run);
    if (!(await comesToWait(handle)))
      throw (await ended(handle.result)).errors[0] ?? new Error("The run did not wait.");
    return JSON.stringify(await handle.snapshot());
  })();
  await using engine = createEngine(engineOptions);
  const plain = workflow as unknown as Runnable; // what its outputs are is of no interest here
  const handle = engine.resume(JSON.parse(text), { workflow: plain, ...resumedWith });
  await turn();
  await handle.send(goOn, null);
  return (await ended(handle.result)) as Run<Output, Outputs>; // it is a run of the same workflow
}
