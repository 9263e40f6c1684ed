import type { OpenWait, RunEvent } from "@stepspan/engine";
import { type FollowedRun, followEvents } from "@stepspan/engine/hosting";

const none: readonly OpenWait[] = Object.freeze([]);

/** What a run waits for, as far as its events were seen by whoever has its handle. */
export class SeenWaits {
  readonly #readFrom: (position: number) => Promise<readonly RunEvent[]>;
  #fold: FollowedRun | null = null;
  #isLooking = false;

  /** @param readFrom all events behind so many */
  constructor(readFrom: (position: number) => Promise<readonly RunEvent[]>) {
    this.#readFrom = readFrom;
  }

  get open(): readonly OpenWait[] {
    const waits: OpenWait[] = [];
    for (const { path, waits: records } of this.#fold?.run.spans ?? []) {
      for (const { number: wait, event, startedAt, dueAt, outcome } of records) {
        if (outcome === null) waits.push(Object.freeze({ path, wait, event, startedAt, dueAt }));
      }
    }
    return waits.length === 0 ? none : Object.freeze(waits);
  }

  /** Events that somebody has heard of; what comes twice counts once. */
  note(events: readonly RunEvent[]): void {
    for (const event of events) {
      if (event.sequence !== (this.#fold?.length ?? 0) + 1) continue; // known, or `look` is still to find those before
      if (this.#fold === null) this.#fold = followEvents([event]);
      else this.#fold.apply(event);
    }
  }

  /** Looks at what there is by now. What goes wrong shows where somebody waits for the run. */
  look(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const looked = () => {
      this.#isLooking = false;
    };
    this.#readFrom(this.#fold?.length ?? 0)
      .then((events) => this.note(events))
      .then(looked, looked);
  }
}
