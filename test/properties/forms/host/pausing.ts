import type { RunSnapshot } from "@stepspan/engine";
import type { EngineLife } from "./engine-life.ts";
import type { PauseCase } from "./story-case.ts";

/** What a run goes on from in another engine. */
export interface Restart {
  readonly snapshot: RunSnapshot;
  readonly restartMs: number;
}

/** A pause, from the moment at which it is asked for. */
export class Pausing {
  readonly #pause: PauseCase;
  readonly #life: EngineLife;
  #isQuiet = false;
  #turns = 0;
  #snapshot: RunSnapshot | null = null;
  #isAsked = false;

  constructor(pause: PauseCase, life: EngineLife) {
    this.#pause = pause;
    this.#life = life;
    void this.#ask();
  }

  /** Null: the same engine goes on. `wait`: the pause goes on. */
  next(isActive: boolean): Restart | null | "wait" {
    const { turns, restartMs } = this.#pause;
    if (!this.#isQuiet) return "wait";
    if (this.#turns++ < turns && isActive) return "wait";
    if (restartMs === null) return null;
    if (!this.#isAsked) {
      this.#isAsked = true;
      void this.#life.handle.snapshot().then((snapshot) => {
        this.#snapshot = snapshot;
      });
    }
    return this.#snapshot === null ? "wait" : { snapshot: this.#snapshot, restartMs };
  }

  async #ask(): Promise<void> {
    for (let count = 0; count < this.#pause.microtasks; count++) await undefined;
    await this.#life.handle.pause();
    this.#isQuiet = true;
  }
}
