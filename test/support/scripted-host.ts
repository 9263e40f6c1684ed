import { type Engine, type Observer, type Run, RunError, type RunEvent, type RunHandle } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { ScriptedCalls } from "./scripted-calls.ts";

/** What happened, in order: the events of all runs, and the moments at which nothing was left to do. */
export type Moment =
  | { readonly kind: "event"; readonly runId: string; readonly event: RunEvent }
  | { readonly kind: "quiet"; readonly time: number };

/** A run to be started by the host. */
export interface ScriptedRun {
  readonly runId: string;
  start(engine: Engine): RunHandle;
  /** The turns of the host before which it is cancelled. */
  readonly cancelTurns: readonly number[];
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
  readonly observer: Observer = {
    onEvent: (event, { runId }) => {
      this.timeline.push({ kind: "event", runId, event });
    },
  };

  /**
   * Starts runs and acts, turn by turn, until they are over.
   *
   * @param choices for each turn which of the possible actions is taken; the first one when they are used up
   * @param afterTurn called when a turn has come to rest
   */
  async play(
    engine: Engine,
    runs: readonly ScriptedRun[],
    choices: readonly number[],
    afterTurn: () => Promise<void> | void = () => undefined,
  ): Promise<readonly End[]> {
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
        for (const at of run.cancelTurns) if (at === turn) handles[index]!.cancel(`turn ${turn}`);
      });
      if (turn > 0 && !(await this.#act(choices[turn - 1] ?? 0))) {
        if (++emergencies > 3) throw new Error("A run hangs: nothing can act, and cancelling it changes nothing.");
        for (const handle of handles) handle.cancel("nothing can act");
      }
      await this.#rest();
      await afterTurn();
    }
    const settled = runs.map((run) => ends.get(run)!); // the loop ran until each had ended
    for (const end of settled) if (end instanceof Error) throw end;
    return settled as End[];
  }

  /** Settles the calls that outlived their runs. */
  async settleLateCalls(): Promise<void> {
    for (const call of [...this.calls.open]) call.settle();
    await this.#rest();
  }

  /** Takes one of the possible actions: a call settles, all do at once, or time passes. False if there is none. */
  async #act(choice: number): Promise<boolean> {
    const { open } = this.calls;
    const { nextTimer } = this.clock;
    const settlements = open.map((call) => () => call.settle());
    if (open.length > 1) settlements.push(() => [...open].forEach((call) => call.settle()));
    const left = nextTimer === null ? null : nextTimer - this.clock.now();
    const passes = left === null ? [] : [left, Math.min(1, left)];
    const count = settlements.length + passes.length;
    if (count === 0) return false;
    const settle = settlements[choice % count];
    if (settle !== undefined) settle();
    else {
      await this.#rest(); // whoever has settled is heard before time passes
      this.clock.advance(passes[(choice % count) - settlements.length]!);
    }
    return true;
  }

  /** Until nothing happens any more by itself: all microtasks have run, and no timer is due. */
  async #rest(): Promise<void> {
    for (;;) {
      await new Promise<void>((resolve) => setImmediate(resolve)); // the event loop comes round after all microtasks
      if (this.clock.nextTimer === null || this.clock.nextTimer > this.clock.now()) break;
      this.clock.advance(0);
    }
    this.timeline.push({ kind: "quiet", time: this.clock.now() });
  }
}
