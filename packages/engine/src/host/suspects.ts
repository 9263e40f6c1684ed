import { dueAtOf } from "../core/due.ts";
import type { Clock } from "../ports/clock.ts";
import type { RunExecution } from "../runner/run-execution.ts";

/** After so many crashes in a row a run is suspected to be their cause. */
const crashesOfSuspects = 2;

/** Whether a run may be what brought its processes down, and has another chance. */
export function isSuspect(crashes: number, maxRecoveries: number): boolean {
  return crashes > 0 && crashes >= Math.min(crashesOfSuspects, maxRecoveries - 1);
}

/**
 * Runs that may bring the process down go on one after the other: each crash counts for the one that was at work, and
 * the others are not parked with it. The next one follows when a step of it has settled, when it only waits, when it
 * is over, or when its time is.
 */
export class Suspects {
  readonly #clock: Clock;
  readonly #timeMs: number;
  #before: Promise<void> = Promise.resolve();

  /** @param timeMs how long the next one waits at most */
  constructor(clock: Clock, timeMs: number) {
    this.#clock = clock;
    this.#timeMs = timeMs;
  }

  /** Resolves when the run has begun to go on. */
  async goOn(execution: RunExecution, begin: () => Promise<void>): Promise<void> {
    const { promise: cleared, resolve: clear } = Promise.withResolvers<void>();
    const before = this.#before;
    this.#before = before.then(() => cleared);
    execution.awaitResources(); // a cancel need not wait for its turn
    await before;
    if (execution.isOver) return clear();
    await begin();
    const cancelTimer = this.#clock.setTimer(this.#clock.now() + this.#timeMs, clear, true);
    const unlisten = execution.listen(() => {
      if (isCleared(execution)) clear();
    });
    if (isCleared(execution)) clear();
    void cleared.then(() => {
      cancelTimer();
      unlisten();
    });
  }
}

function isCleared({ isOver, host }: RunExecution): boolean {
  return isOver || host.root.tree.crashes === 0 || dueAtOf(host.root) !== null;
}
