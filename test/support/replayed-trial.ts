import type {
  EngineOptions,
  EventDefinition,
  ResumeOptions,
  RunHandle,
  Runnable,
  RunSnapshot,
  SendOptions,
} from "@stepspan/engine";
import { createReplayingEngine } from "@stepspan/engine/testing";
import { begin as beginTrial, engineOf, type Trial, type TrialOptions, trialOf } from "./trial.ts";
import { turn } from "./turn.ts";

/** As `begin` of a trial, on an engine that replays the events after each of them. */
export function begin<Input, Output, Outputs>(
  workflow: Runnable<Input, Output, Outputs>,
  options: Omit<TrialOptions<Input>, "createEngine"> = {},
): Promise<Trial<Output, Outputs>> {
  return beginTrial(workflow, { ...options, createEngine: createReplayingEngine });
}

/** The snapshot of a run as another process would get it: as text. */
export async function snapshotText(handle: Pick<RunHandle, "snapshot">): Promise<string> {
  return JSON.stringify(await handle.snapshot());
}

/** Goes on with a run in another engine, under the same clock, from the text of its snapshot. */
export async function resumeElsewhere<Input, Output, Outputs>(
  { clock }: Pick<Trial, "clock">,
  text: string,
  workflow: Runnable<Input, Output, Outputs>,
  options: { readonly engine?: EngineOptions; readonly resume?: ResumeOptions } = {},
): Promise<Trial<Output, Outputs>> {
  const { engine = {}, resume = {} } = options;
  const made = engineOf(clock, { engine, createEngine: createReplayingEngine });
  const snapshot = JSON.parse(text) as RunSnapshot; // its text came from one
  const resumed = made.engine.resume(snapshot, { workflow: workflow as Runnable, ...resume }); // any will do for it
  const handle = resumed as RunHandle<Output, Outputs>; // a run of this workflow
  await turn();
  return trialOf({ ...made, clock, handle });
}

/** Sends an event and lets happen what follows. */
export async function send<Given>(
  { handle }: { readonly handle: Pick<RunHandle, "send"> },
  event: EventDefinition<unknown, Given> | string,
  data: Given,
  options?: SendOptions,
): Promise<void> {
  await handle.send(event, data, options);
  await turn();
}

/** What came of a promise without any time passing: "open" if nothing did. */
export async function outcomeOf<Value>(promise: Promise<Value>): Promise<Value | Error | "open"> {
  const settled = promise.catch((error: Error) => error);
  return Promise.race([settled, turn().then(() => "open" as const)]);
}
