import type { EmittedEvent, MissedEvents } from "../core/events.ts";
import type { Emission } from "./emissions.ts";

/**
 * Emitted events that a listener has not asked for yet, at most `capacity` of them. The oldest make room for new ones;
 * how many those were stands where the first of them stood.
 */
export class EmissionBuffer {
  readonly #capacity: number;
  /** A ring: the event with the number n, counted from 0, is at n modulo the capacity. */
  readonly #ring: (Emission | undefined)[] = [];
  #oldest = 0;
  #next = 0;
  #missed = 0;
  #missedAfter = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(emission: Emission): void {
    if (this.#next - this.#oldest === this.#capacity) this.#drop();
    this.#ring[this.#next++ % this.#capacity] = emission;
  }

  /** Takes the oldest, if it was emitted before the event that follows `sequence` in the journal was stored. */
  take(sequence: number): EmittedEvent | MissedEvents | undefined {
    if (this.#missed > 0) return this.#missedAfter <= sequence ? this.#takeMissed() : undefined;
    const at = this.#oldest % this.#capacity;
    const emission = this.#ring[at];
    if (emission === undefined || emission.afterSequence > sequence) return undefined;
    this.#ring[at] = undefined;
    this.#oldest++;
    return emission.event;
  }

  clear(): void {
    this.#ring.length = 0;
    this.#oldest = this.#next = this.#missed = 0;
  }

  #drop(): void {
    const dropped = this.#ring[this.#oldest++ % this.#capacity]!; // the ring is full
    if (this.#missed === 0) this.#missedAfter = dropped.afterSequence;
    this.#missed++;
  }

  #takeMissed(): MissedEvents {
    const count = this.#missed;
    this.#missed = 0;
    return Object.freeze({ type: "events-missed", count });
  }
}
