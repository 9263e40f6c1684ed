import { createEngine, memoryStore, type Run, type RunEvent, type RunHandle, type Runnable } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { type Stop, stoppingStore } from "./stopping-store.ts";
import { ended } from "./trial.ts";
import { turn } from "./turn.ts";

/** That the body of a step was called. */
export interface NotedCall {
  readonly path: string;
  readonly key: string;
  readonly attempt: number;
  /** How many events of the run were stored then. */
  readonly stored: number;
}

/** What a body hands over when it is called: its context. */
export type Note = (context: {
  readonly path: string;
  readonly idempotencyKey: string;
  readonly attempt: number;
}) => void;

/** What a run does, and what the world does to it. */
export interface Scenario {
  /** The workflow as each process builds it. */
  readonly build: (note: Note) => Runnable;
  /** Nothing happens by itself any more: what comes from outside then. The events are those that are stored. */
  readonly onQuiet: (handle: RunHandle, events: readonly RunEvent[]) => Promise<void> | undefined;
}

/** A run that was played to its end, however many processes that took. */
export interface PlayedRun {
  readonly run: Run;
  readonly events: readonly RunEvent[];
  readonly calls: readonly NotedCall[];
  /** How many writes each process asked for. */
  readonly writes: readonly number[];
  /** What was sent from outside and acknowledged: how many events. */
  readonly acknowledged: number;
}

const runId = "run-1";
const termMs = 30_000;
const mostQuietMoments = 200;

/** Plays a run; one process after the other ends at its stop, and the next one recovers the run. */
export async function playWithStops(scenario: Scenario, stops: readonly Stop[]): Promise<PlayedRun> {
  const [kept, clock] = [memoryStore(), createManualClock()];
  const calls: NotedCall[] = [];
  const writes: number[] = [];
  let acknowledged = 0;
  const events = () => kept.open(runId).read(0, Infinity) as readonly RunEvent[]; // in memory they are there at once
  const note: Note = ({ path, idempotencyKey: key, attempt }) =>
    void calls.push({ path, key, attempt, stored: events().length });

  for (let life = 0; ; life++) {
    const store = stoppingStore(kept, stops[life] ?? null);
    const workflow = scenario.build(note);
    const engine = createEngine({ store, clock, workflows: [workflow] });
    const begun = events().length > 0;
    const handle = begun ? (await engine.recover()).handles[0] : engine.start(workflow, undefined, { runId });
    if (handle === undefined) throw new Error("The run was not recovered.");
    let isOver = false;
    const done = () => {
      isOver = true;
    };
    handle.result.then(done, done);
    await turn();
    for (let quiet = 0; !isOver && !store.isStopped; quiet++) {
      if (quiet > mostQuietMoments) throw new Error("The run does not come to its end.");
      if (clock.nextTimer !== null) clock.advance(Math.max(0, clock.nextTimer - clock.now()));
      else void scenario.onQuiet(handle, events())?.then(() => acknowledged++);
      await turn();
    }
    writes.push(store.writes);
    if (store.isStopped) {
      clock.advance(termMs + 1);
      continue;
    }
    const run = await ended(handle.result);
    await engine.close();
    return { run, events: events(), calls, writes, acknowledged };
  }
}
