import type { EmittedEvent, MissedEvents, RunEvent } from "../core/events.ts";
import { StoreError } from "../errors/value-errors.ts";
import { shownEvent } from "../journal/shown-event.ts";
import type { Journal } from "../ports/store.ts";
import { EmissionBuffer } from "./emission-buffer.ts";
import type { Emissions } from "./emissions.ts";

/** What a listener of a run hears. */
export type HeardEvent = RunEvent | EmittedEvent | MissedEvents;

/** A run, as far as its events are concerned. */
export interface FollowedRun {
  readonly journal: Pick<Journal, "read">;
  readonly emissions: Pick<Emissions, "listen">;
  /** How many events the journal holds. */
  readonly stored: number;
  readonly isOver: boolean;
  /** Calls after events were stored, and when the run is over. */
  listen(listener: () => void): () => void;
}

/** Read at a time, so that a long journal is not copied as a whole. */
const chunkSize = 256;

type Heard = IteratorResult<HeardEvent, undefined>;

interface Waiter {
  readonly resolve: (heard: Heard) => void;
  readonly reject: (thrown: unknown) => void;
}

/**
 * One listener's way through the events of a run. It is known to the run from its first `next()` until it ends or is
 * told to `return()`, which also ends a `next()` that waits: that is why it is no generator.
 */
export class EventIterator implements AsyncIterableIterator<HeardEvent, undefined, undefined> {
  readonly #run: FollowedRun;
  readonly #buffer: EmissionBuffer;
  /** Calls of `next()` without an answer, in order. */
  readonly #waiters = new Set<Waiter>();
  /** What takes its listeners back; null before the first `next()`. */
  #unlisten: (() => void) | null = null;
  #isDone = false;
  #isReading = false;
  #chunk: readonly RunEvent[] = [];
  #nextInChunk = 0;
  /** How many events of the journal were given. */
  #position = 0;

  /** @param capacity how many emitted events are kept for a listener that is slow */
  constructor(run: FollowedRun, capacity: number) {
    this.#run = run;
    this.#buffer = new EmissionBuffer(capacity);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Heard> {
    if (this.#isDone) return Promise.resolve({ done: true, value: undefined });
    this.#unlisten ??= this.#listen();
    const { promise, resolve, reject } = Promise.withResolvers<Heard>();
    this.#waiters.add({ resolve, reject });
    this.#answer();
    return promise;
  }

  return(): Promise<Heard> {
    this.#end();
    return Promise.resolve({ done: true, value: undefined });
  }

  #listen(): () => void {
    const answer = () => this.#answer();
    const unlisten = this.#run.listen(answer);
    const unlistenEmissions = this.#run.emissions.listen((emission) => {
      this.#buffer.add(emission);
      this.#answer();
    });
    return () => {
      unlisten();
      unlistenEmissions();
    };
  }

  #answer(): void {
    for (const waiter of this.#waiters) {
      const event = this.#take();
      if (event === undefined) return;
      this.#waiters.delete(waiter);
      waiter.resolve({ done: false, value: event });
    }
  }

  /** The next event; undefined if there is none yet, or none any more. */
  #take(): HeardEvent | undefined {
    while (!this.#isReading && !this.#isDone) {
      const emitted = this.#buffer.take(this.#position);
      if (emitted !== undefined) return emitted.type === "events-missed" ? emitted : shownEvent(emitted);
      const event = this.#chunk[this.#nextInChunk];
      if (event !== undefined) {
        this.#nextInChunk++;
        this.#position++;
        return shownEvent(event);
      }
      if (this.#run.stored > this.#position) this.#read();
      else if (this.#run.isOver) this.#end();
      else return undefined;
    }
    return undefined;
  }

  /** Reads no further than what everybody may know, so that what is emitted keeps its place. */
  #read(): void {
    const limit = Math.min(chunkSize, this.#run.stored - this.#position);
    try {
      const events = this.#run.journal.read(this.#position, limit);
      if (!(events instanceof Promise)) return this.#accept(events);
      this.#isReading = true;
      const settled = (act: () => void) => {
        this.#isReading = false;
        act();
        this.#answer();
      };
      events.then(
        (read) => settled(() => this.#accept(read)),
        (thrown) => settled(() => this.#fail(thrown)),
      );
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  #accept(events: readonly RunEvent[]): void {
    this.#chunk = events;
    this.#nextInChunk = 0;
    if (events.length > 0 || this.#isDone) return;
    const { stored } = this.#run;
    this.#fail(
      new StoreError(
        `The store took ${stored} events of a run and gives only ${this.#position} of them back. Mend the read of its journal.`,
      ),
    );
  }

  /** The call that waits longest learns of it; for the others the events are at their end. */
  #fail(thrown: unknown): void {
    const [first] = this.#waiters;
    if (first !== undefined) {
      this.#waiters.delete(first);
      first.reject(thrown);
    }
    this.#end();
  }

  #end(): void {
    this.#isDone = true;
    this.#unlisten?.();
    this.#chunk = [];
    this.#buffer.clear();
    for (const waiter of this.#waiters) waiter.resolve({ done: true, value: undefined });
    this.#waiters.clear();
  }
}
