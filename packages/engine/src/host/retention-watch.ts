import { describeThrown } from "../errors/thrown.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import { type Retention, rulesAt } from "./retention.ts";

/** Few enough that other writers come in between. */
const portion = 500;
const intervalMs = 60_000;

/** Removes runs that need not be kept any more, as soon as the engine is there and once a minute. */
export class RetentionWatch {
  readonly #retention: Retention;
  readonly #parts: { readonly store: Store; readonly clock: Clock };
  #cancelTimer: (() => void) | null = null;
  #isStopped = false;
  #hasFailed = false;
  #sweeping: Promise<void>;

  constructor(retention: Retention, parts: { readonly store: Store; readonly clock: Clock }) {
    this.#retention = retention;
    this.#parts = parts;
    this.#sweeping = this.#sweep();
  }

  /** Resolves when nothing is being removed any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer?.();
    await this.#sweeping;
  }

  async #sweep(): Promise<void> {
    await undefined; // whoever creates the engine has it before anything happens
    const { store, clock } = this.#parts;
    try {
      for (const rule of rulesAt(this.#retention, clock.now(), portion)) {
        while (!this.#isStopped && (await store.runs.prune(rule)) === portion);
      }
      await store.memos.prune(clock.now());
    } catch (thrown) {
      if (!this.#hasFailed) console.error(`Old runs could not be removed: ${describeThrown(thrown)}`);
      this.#hasFailed = true;
    }
    if (this.#isStopped) return;
    const again = () => {
      this.#sweeping = this.#sweep();
    };
    this.#cancelTimer = clock.setTimer(clock.now() + intervalMs, again, true);
  }
}
