import type { RunEvent } from "@stepspan/engine";
import { type EventSource, type FollowedRun, followEvents } from "@stepspan/engine/hosting";
import type { RestateJournal } from "./restate-journal.ts";

const shortestPauseMs = 50;
const longestPauseMs = 1000;

/**
 * The events of a run as they come: Restate is asked for what is new, soon after something came and ever more seldom
 * while nothing does. While nobody listens nothing is asked.
 */
export class RunFollower implements EventSource {
  readonly #journal: () => Promise<RestateJournal>;
  readonly #listeners = new Set<() => void>();
  readonly #tells = new Set<(events: readonly RunEvent[]) => void>();
  readonly journal = { read: (position: number, limit: number) => this.#read(position, limit) };
  /** What steps emit is told in the process of the worker alone. */
  readonly emissions = { listen: () => () => undefined };
  /** What came last, and how many events come before it. */
  #last: { readonly position: number; readonly events: readonly RunEvent[] } = { position: 0, events: [] };
  #count = 0;
  #isOver = false;
  #isFollowing = false;
  /** Why nothing more can be read. */
  #failure: { readonly thrown: unknown } | null = null;
  #wake: (() => void) | null = null;
  #fold: FollowedRun | null = null;

  constructor(journal: () => Promise<RestateJournal>) {
    this.#journal = journal;
  }

  /** How many events can be asked for: beyond those that are there it fails as the following did. */
  get stored(): number {
    return this.#failure === null ? this.#count : Infinity;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The run as it was at the last look; null if nobody has asked for its events. */
  get fold(): FollowedRun | null {
    return this.#fold;
  }

  /** From the first event on, in order. To be called before anybody listens. */
  tell(told: (events: readonly RunEvent[]) => void): void {
    this.#tells.add(told);
  }

  /** From now on `fold` is kept. To be called before anybody listens. */
  keepFold(): void {
    if (this.#count > 0) return;
    this.#tells.add((events) => {
      if (this.#fold === null) this.#fold = followEvents(events);
      else for (const event of events) this.#fold.apply(event);
    });
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (!this.#isFollowing && !this.#isOver) void this.#follow();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.look(); // so that it ends at once
    };
  }

  /** All events so far, which somebody else has read: whoever listens, or has looked, hears of those that are new. */
  take(all: readonly RunEvent[]): void {
    const isKept = this.#fold !== null || this.#listeners.size > 0;
    if (!isKept || all.length <= this.#count) return;
    this.#add(this.#count === 0 ? all : all.slice(this.#count));
    this.#notify();
    this.look(); // so that the following ends
  }

  /** Something may have come. */
  look(): void {
    this.#wake?.();
  }

  /** Looks once at all that there is by now, also if nobody listens. */
  catchUp(): void {
    if (this.#isFollowing) this.look();
    else if (!this.#isOver && this.#failure === null) void this.#catchUp();
  }

  /** Nothing more comes: the run is over, or nobody may ask any more. */
  end(): void {
    this.#isOver = true;
    this.look();
    this.#notify();
  }

  async #catchUp(): Promise<void> {
    this.#isFollowing = true;
    while (await this.#lookNow());
    await this.#follow();
  }

  async #follow(): Promise<void> {
    this.#isFollowing = true;
    let pauseMs = shortestPauseMs;
    while (this.#listeners.size > 0 && !this.#isOver && this.#failure === null) {
      const isNew = await this.#lookNow();
      pauseMs = isNew ? shortestPauseMs : Math.min(pauseMs * 1.5, longestPauseMs);
      if (isNew || this.#isOver || this.#failure !== null) this.#notify();
      else await this.#rest(pauseMs);
    }
    this.#isFollowing = false;
  }

  async #lookNow(): Promise<boolean> {
    try {
      const position = this.#count;
      const events = await (await this.#journal()).next(position);
      if (this.#count !== position) return true; // they were given meanwhile
      if (events.length > 0) this.#add(events);
      return events.length > 0;
    } catch (thrown) {
      if (!this.#isOver) this.#failure = { thrown }; // else it never began, or its engine was closed
      return false;
    }
  }

  #add(events: readonly RunEvent[]): void {
    this.#last = { position: this.#count, events };
    for (const tell of this.#tells) tell(events);
    this.#count += events.length;
    if (events.at(-1)!.type === "run-finished") this.#isOver = true; // never empty
  }

  #rest(pauseMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(wake, pauseMs);
      this.#wake = wake;
    });
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }

  async #read(position: number, limit: number): Promise<readonly RunEvent[]> {
    const { position: first, events } = this.#last;
    if (position >= first && position < first + events.length) {
      return events.slice(position - first, position - first + limit);
    }
    if (position >= this.#count && this.#failure !== null) throw this.#failure.thrown;
    return (await this.#journal()).read(position, limit);
  }
}
