import {
  type EmittedEvent,
  type Engine,
  type MissedEvents,
  type Run,
  RunError,
  type RunEvent,
  type RunHandle,
  type Runnable,
  type StartOptions,
} from "@stepspan/engine";
import type { Host, HostOptions, OpenHost } from "./host.ts";

/** Where a scenario happens: one host, and names that no other scenario has. */
export interface World {
  /** A name for a workflow or a run that no other scenario uses, also in another process on the same server. */
  named(label: string): string;
  /** An engine on the host; it is closed when the scenario is over. */
  open(options: HostOptions): Promise<Engine>;
  /** Starts a run on an engine of its own. */
  start<Input, Output, Outputs>(
    workflow: Runnable<Input, Output, Outputs>,
    options?: TrialOptions<Input>,
  ): Promise<Trial<Output, Outputs>>;
  /** Has a run on an engine of its own, to its end, whatever comes of it. */
  run<Input, Output, Outputs>(
    workflow: Runnable<Input, Output, Outputs>,
    options?: TrialOptions<Input>,
  ): Promise<Run<Output, Outputs>>;
}

export interface TrialOptions<Input> {
  readonly input?: Input;
  /** Of the engine; its workflows are the one that is started. */
  readonly engine?: Omit<HostOptions, "workflows">;
  readonly run?: StartOptions;
}

/** What a handle tells. */
export type Told = RunEvent | EmittedEvent | MissedEvents;

/** A run that was started, and what a scenario does with it. */
export interface Trial<Output = unknown, Outputs = Readonly<Record<string, unknown>>> {
  readonly engine: Engine;
  readonly handle: RunHandle<Output, Outputs>;
  /** The first event for which this is true, once it has been told. @throws Error (rejects) if the run ends before */
  seen(isMeant: (told: Told) => boolean): Promise<Told>;
  /** The first event of this type for the step at this path, once it has been told. */
  step(type: RunEvent["type"], path: string): Promise<RunEvent>;
  /** The run as it stands. */
  now(): Promise<Run<Output, Outputs>>;
  /** The run once it is over, whatever came of it. */
  end(): Promise<Run<Output, Outputs>>;
  /** All events of the journal, once the run is over. */
  journal(): Promise<readonly RunEvent[]>;
}

let worlds = 0;
const process = Math.random().toString(36).slice(2, 8);

/** A world, and what ends it. */
export function createWorld(host: Host): { readonly world: World; close(): Promise<void> } {
  const opened: OpenHost[] = [];
  const place = `${process}-${++worlds}`;

  const open = async (options: HostOptions): Promise<Engine> => {
    const made = await host.open(options);
    opened.push(made);
    return made.engine;
  };

  const start: World["start"] = async (workflow, { input, engine: options, run } = {}) => {
    const untyped = workflow as Runnable; // which types it has is not asked
    const engine = await open({ ...options, workflows: [untyped] });
    return trialOf(engine, engine.start(untyped, input, run) as RunHandle<never, never>);
  };

  return {
    world: {
      named: (label) => `${label}-${place}`,
      open,
      start,
      run: async (workflow, options) => (await start(workflow, options)).end(),
    },
    close: async () => {
      for (const made of opened) await made.close();
    },
  };
}

/** What a scenario can do with a run of an engine. */
export function trialOf<Output, Outputs>(engine: Engine, handle: RunHandle<Output, Outputs>): Trial<Output, Outputs> {
  const seen: Trial["seen"] = async (isMeant) => {
    for await (const told of handle.events) if (isMeant(told)) return told;
    throw new Error("The run ended without the event that the scenario waits for.");
  };

  return {
    engine,
    handle,
    seen,
    step: async (type, path) =>
      (await seen((told) => told.type === type && "path" in told && told.path === path)) as RunEvent, // of that type
    now: async () => {
      const run = await engine.runs.get(handle.runId);
      if (run === undefined) throw new Error("The scenario looks at a run that has not begun.");
      return run as Run<Output, Outputs>; // of the workflow of the handle
    },
    end: () => ended(handle.result),
    async journal() {
      const events: RunEvent[] = [];
      for await (const told of handle.events) {
        if (told.type !== "event-emitted" && told.type !== "events-missed") events.push(told);
      }
      return events;
    },
  };
}

/** The run of a result once it is over, whatever came of it. */
export async function ended<Output, Outputs>(result: Promise<Run<Output, Outputs>>): Promise<Run<Output, Outputs>> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof RunError) return error.run as Run<Output, Outputs>; // of the same workflow
    throw error;
  }
}
