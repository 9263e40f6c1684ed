import { type Engine, type Run, RunError, type RunEvent, type RunHandle } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { journalObserver } from "./journaled.ts";
import { type OpenCall, ScriptedCalls } from "./scripted-calls.ts";

/** What happened, in order: events, what the host asked for, and the moments at which nothing was left to do. */
export type Moment =
  | { readonly kind: "event"; readonly runId: string; readonly event: RunEvent }
  | { readonly kind: "asked to cancel"; readonly runId: string }
  | { readonly kind: "asked to close"; readonly time: number }
  | { readonly kind: "quiet"; readonly time: number };

/** A run to be started by the host. */
export interface ScriptedRun {
  readonly runId: string;
  start(engine: Engine): RunHandle;
  readonly cancels: readonly Cancel[];
}

/** A moment at which a run is cancelled: so many microtasks after the beginning of a turn of the host. */
export interface Cancel {
  readonly turn: number;
  readonly microtasks: number;
}

/** What the host does, turn by turn. */
export interface Script {
  /** For each turn which of the possible actions it takes; the first one when they are used up. */
  readonly choices: readonly number[];
  /** The turn before which the engine is closed; null for one that stays open. */
  readonly closeTurn: number | null;
}

/** How a run ended: `error` is what its result rejected with. */
export interface End {
  readonly run: Run;
  readonly error: RunError | null;
}

/** More turns than any of the random runs can need. */
const mostTurns = 3000;

/**
 * The world around an engine, in the hands of a list of choices: which call settles next, when time passes, when a run
 * is cancelled. No real time passes; the same choices give the same events.
 */
export class ScriptedHost {
  readonly clock = createManualClock();
  readonly timeline: Moment[] = [];
  readonly calls = new ScriptedCalls(() => this.timeline.length);
  readonly observer = journalObserver((event, { runId }) => {
    this.timeline.push({ kind: "event", runId, event });
  });

  /** Starts runs and acts, turn by turn, until they are over. */
  async play(engine: Engine, runs: readonly ScriptedRun[], { choices, closeTurn }: Script): Promise<readonly End[]> {
    const ends = new Map<ScriptedRun, End | Error>();
    const handles = runs.map((run) => {
      const handle = run.start(engine);
      handle.result.then(
        (ended) => ends.set(run, { run: ended as Run, error: null }), // its outputs have no types here
        (error) => ends.set(run, error instanceof RunError ? { run: error.run, error } : error),
      );
      return handle;
    });
    let emergencies = 0;
    for (let turn = 0; ends.size < runs.length; turn++) {
      if (turn > mostTurns) throw new Error(`A run does not end: ${mostTurns} turns were not enough.`);
      runs.forEach((run, index) => {
        for (const cancel of run.cancels) if (cancel.turn === turn) void this.#cancel(handles[index]!, cancel);
      });
      if (turn === closeTurn) {
        this.timeline.push({ kind: "asked to close", time: this.clock.now() });
        void engine.close();
      }
      if (turn > 0 && !(await this.#act(choices[turn - 1] ?? 0))) {
        if (++emergencies > 3) throw new Error("A run hangs: nothing can act, and cancelling it changes nothing.");
        for (const handle of handles) void this.#cancel(handle, { turn, microtasks: 0 });
      }
      await this.#rest();
    }
    const settled = runs.map((run) => ends.get(run)!); // the loop ran until each had ended
    for (const end of settled) if (end instanceof Error) throw end;
    return settled as End[];
  }

  /** Settles the calls that outlived their runs. */
  async settleLateCalls(): Promise<void> {
    settleAll(this.calls.open);
    await this.#rest();
  }

  /** Takes one of the possible actions: a call settles, all do at once, or time passes. False if there is none. */
  async #act(choice: number): Promise<boolean> {
    const { open } = this.calls;
    const actions: (() => void | Promise<void>)[] = open.map((call) => () => call.settle());
    if (open.length > 1) actions.push(() => settleAll(open));
    if (this.clock.nextTimer !== null) {
      actions.push(
        () => this.#passTime(Infinity),
        () => this.#passTime(1),
      );
    }
    await actions[choice % actions.length]?.();
    return actions.length > 0;
  }

  async #cancel(handle: RunHandle, { turn, microtasks }: Cancel): Promise<void> {
    for (let count = 0; count < microtasks; count++) await undefined;
    this.timeline.push({ kind: "asked to cancel", runId: handle.runId });
    handle.cancel(`turn ${turn}`);
  }

  /** Until the next timer rings, but not longer than that. Whoever has settled is heard before. */
  async #passTime(mostMs: number): Promise<void> {
    await this.#rest();
    const { nextTimer } = this.clock;
    if (nextTimer !== null) this.clock.advance(Math.min(mostMs, nextTimer - this.clock.now()));
  }

  /** Until nothing happens any more by itself: all microtasks have run, and no timer is due. */
  async #rest(): Promise<void> {
    for (let count = 0; count < mostTurns; count++) {
      await new Promise<void>((resolve) => setImmediate(resolve)); // the event loop comes round after all microtasks
      if (this.clock.nextTimer === null || this.clock.nextTimer > this.clock.now()) {
        this.timeline.push({ kind: "quiet", time: this.clock.now() });
        return;
      }
      this.clock.advance(0);
    }
    throw new Error("A run does not come to rest: its timers are due again and again.");
  }
}

function settleAll(calls: readonly OpenCall[]): void {
  for (const call of [...calls]) call.settle();
}
