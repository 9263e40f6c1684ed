import type { Clock } from "@stepspan/engine";

/**
 * Says why a run does not go on, as far as its events do not: that the machines on which its steps run are not there, for
 * example. In sentences; none if nothing holds it up.
 */
export type AskHoldUps = (runId: string) => Promise<readonly string[]>;

/** How long a run is left alone between two questions, in milliseconds. */
export const holdUpPollMs = 2_000;

interface HoldUpParts {
  readonly ask: () => Promise<readonly string[]>;
  readonly clock: Clock;
  /** Called when it is time for a look. */
  readonly ring: () => void;
}

/** Asks from time to time what holds a run up. */
export class HoldUpWatch {
  readonly #parts: HoldUpParts;
  #known: readonly string[] = [];
  #isDue = false;
  #cancel: () => void;

  constructor(parts: HoldUpParts) {
    this.#parts = parts;
    this.#cancel = this.#later();
  }

  /** What holds it up by now; null if that is as it was, or nobody has to ask yet. */
  async news(): Promise<readonly string[] | null> {
    if (!this.#isDue) return null;
    this.#isDue = false;
    const reasons = await this.#parts.ask().catch(() => this.#known); // it is asked again
    this.#cancel = this.#later();
    const isSame = JSON.stringify(reasons) === JSON.stringify(this.#known);
    this.#known = reasons;
    return isSame ? null : reasons;
  }

  end(): void {
    this.#cancel();
  }

  #later(): () => void {
    const { clock, ring } = this.#parts;
    const onTime = () => {
      this.#isDue = true;
      ring();
    };
    return clock.setTimer(clock.now() + holdUpPollMs, onTime, true);
  }
}
