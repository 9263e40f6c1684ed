import type { KeptRun } from "./kept-run.ts";
import { ReadyLine } from "./ready-line.ts";

/** The runs of the memory store. Of those that have finished the oldest go when there are too many events. */
export class KeptRuns {
  /** In the order in which they began. */
  readonly byId = new Map<string, KeptRun>();
  readonly #mostEvents: number;
  /** In the order in which they finished; those that were removed since are passed over when their turn comes. */
  readonly #oldest = new ReadyLine<KeptRun>(() => false);
  #finished = 0;
  #finishedEvents = 0;

  /** @param mostEvents of finished runs together; the last one is kept whatever it has */
  constructor(mostEvents: number) {
    this.#mostEvents = mostEvents;
  }

  add(run: KeptRun): void {
    this.byId.set(run.runId, run);
  }

  noteFinished(run: KeptRun): void {
    this.#oldest.push(run);
    this.#finished++;
    this.#finishedEvents += run.events.length;
    for (let first = this.#oldest.peek(); first !== undefined; first = this.#oldest.peek()) {
      if (!first.isRemoved) {
        if (this.#finishedEvents <= this.#mostEvents || this.#finished === 1) return;
        this.remove(first);
      }
      this.#oldest.pop();
    }
  }

  /** Of one that has finished. */
  remove(run: KeptRun): void {
    this.byId.delete(run.runId);
    this.#finished--;
    this.#finishedEvents -= run.events.length;
    run.remove();
  }
}
