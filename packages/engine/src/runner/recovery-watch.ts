import { describeThrown } from "../errors/thrown.ts";
import type { Recovery } from "./engine.ts";
import type { RecoveringEngine } from "./recovery.ts";

/** What the watch needs of its engine. */
interface WatchingEngine extends Pick<RecoveringEngine, "ports" | "settings"> {
  /** Runs that only wait until later are left. */
  readonly recover: (dueBefore: number) => Promise<Recovery>;
}

/** Recovers runs as soon as the engine is there, and from time to time: those whose process ends later, and sleepers. */
export class RecoveryWatch {
  readonly #engine: WatchingEngine;
  /** What was told on the console already, by run. */
  readonly #told = new Set<string>();
  #cancelTimer: (() => void) | null = null;
  #isStopped = false;
  #looking: Promise<void>;

  constructor(engine: WatchingEngine) {
    this.#engine = engine;
    this.#looking = this.#look();
  }

  /** Resolves when nothing is being recovered any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer?.();
    await this.#looking;
  }

  async #look(): Promise<void> {
    await undefined; // whoever creates the engine has it before anything happens
    const { clock, store } = this.#engine.ports;
    const intervalMs = this.#engine.settings.leaseTermMs / 2;
    let isAwaited = false;
    try {
      // What becomes due before the next but one look is taken now: a look may be late.
      const { refused } = await this.#engine.recover(clock.now() + 2 * intervalMs);
      for (const { runId, workflow, error } of refused) {
        this.#tell(runId, `Run ${JSON.stringify(runId)} of workflow "${workflow}" was not recovered: ${error.message}`);
      }
      const sleepers = await store.runs.list({ status: "running", dueBefore: Number.MAX_VALUE, limit: 1 });
      isAwaited = sleepers.length > 0;
    } catch (thrown) {
      this.#tell("", `Runs could not be recovered: ${describeThrown(thrown)}`);
    }
    if (this.#isStopped) return;
    // A process that has nothing to do but to wait for a run that sleeps stays alive.
    this.#cancelTimer = clock.setTimer(
      clock.now() + intervalMs,
      () => {
        this.#looking = this.#look();
      },
      !isAwaited,
    );
  }

  #tell(about: string, text: string): void {
    if (this.#told.has(about)) return;
    this.#told.add(about);
    console.error(text);
  }
}
