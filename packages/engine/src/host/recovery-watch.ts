import { describeThrown } from "../errors/thrown.ts";
import { type RecoveringEngine, recoverRuns } from "./recovery.ts";

/** Recovers runs as soon as the engine is there, and from time to time: those whose process ends later, and sleepers. */
export class RecoveryWatch {
  readonly #engine: RecoveringEngine;
  /** What was told on the console already, by run. */
  readonly #told = new Set<string>();
  #cancelTimer: (() => void) | null = null;
  #isStopped = false;
  #looking: Promise<void>;

  constructor(engine: RecoveringEngine) {
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
    const { clock } = this.#engine.ports;
    const intervalMs = this.#engine.settings.leaseTermMs / 2;
    let isAwaited = false;
    try {
      // What becomes due before the next but one look is taken now: a look may be late.
      const { refused } = await recoverRuns(this.#engine, clock.now() + 2 * intervalMs);
      for (const { runId, workflow, error } of refused) {
        this.#tell(runId, `Run ${JSON.stringify(runId)} of workflow "${workflow}" was not recovered: ${error.message}`);
      }
      isAwaited = await this.#isAwaiting(refused.map(({ runId }) => runId));
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

  /** Whether there is a run that sleeps, or that another process has, which this engine may take up later. */
  async #isAwaiting(refused: readonly string[]): Promise<boolean> {
    const { ports, workflows, openRunIds } = this.#engine;
    const others = new Set([...refused, ...openRunIds()]);
    for (const workflow of workflows()) {
      const query = { status: "running", workflow, dueBefore: Number.MAX_VALUE, limit: others.size + 1 } as const;
      const running = await ports.store.runs.list(query);
      if (running.some(({ runId }) => !others.has(runId))) return true;
    }
    return false;
  }

  #tell(about: string, text: string): void {
    if (this.#isStopped || this.#told.has(about)) return;
    this.#told.add(about);
    console.error(text);
  }
}
