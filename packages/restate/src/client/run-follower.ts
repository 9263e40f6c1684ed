import type { RunEvent } from "@stepspan/engine";
import type { EventSource } from "@stepspan/engine/hosting";
import type { RestateJournal } from "./restate-journal.ts";

const shortestPauseMs = 50;
const longestPauseMs = 1000;
/** So much longer than a look takes the server is left alone: it looks through all that the run keeps. */
const leisure = 4;

/** What came of a look: nothing new, all that there is, or some of it. */
type Look = "nothing" | "all" | "more";

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
  /** It is to look again at once, also if it looks just now. */
  #isRung = false;
  #wake: (() => void) | null = null;

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

  /** Whether nothing more comes, for whatever reason. */
  get hasEnded(): boolean {
    return this.#isOver || this.#failure !== null;
  }

  /** Calls with all events that come from now on, in order. */
  tell(told: (events: readonly RunEvent[]) => void): void {
    this.#tells.add(told);
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (!this.#isFollowing && !this.#isOver) void this.#follow();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.look(); // so that it ends at once
    };
  }

  /** All events so far, which somebody else has read: whoever listens hears of those that are new. */
  take(all: readonly RunEvent[]): void {
    if (this.#listeners.size === 0 || all.length <= this.#count) return;
    this.#add(this.#count === 0 ? all : all.slice(this.#count));
    this.#notify();
    this.look(); // so that the following ends
  }

  /** Something may have come. */
  look(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** Nothing more comes: the run is over, or nobody may ask any more. */
  end(): void {
    this.#isOver = true;
    this.look();
    this.#notify();
  }

  async #follow(): Promise<void> {
    this.#isFollowing = true;
    let pauseMs = shortestPauseMs;
    while (this.#listeners.size > 0 && !this.#isOver && this.#failure === null) {
      const began = performance.now();
      const look = await this.#lookNow();
      const lookMs = performance.now() - began;
      pauseMs = look === "nothing" ? Math.min(pauseMs * 1.5, longestPauseMs) : shortestPauseMs;
      if (look !== "nothing") this.#notify();
      if (look !== "more") await this.#rest(Math.max(pauseMs, lookMs * leisure));
    }
    this.#isFollowing = false;
  }

  async #lookNow(): Promise<Look> {
    try {
      const position = this.#count;
      const { events, isAll } = await (await this.#journal()).next(position);
      if (this.#count !== position) return "more"; // they were given meanwhile
      if (events.length === 0) return "nothing";
      this.#add(events);
      return isAll || this.#isOver ? "all" : "more";
    } catch (thrown) {
      if (!this.#isOver) this.#failure = { thrown }; // else it never began, or its engine was closed
      return "all";
    }
  }

  #add(events: readonly RunEvent[]): void {
    this.#last = { position: this.#count, events };
    for (const tell of this.#tells) tell(events);
    this.#count += events.length;
    if (events.at(-1)!.type === "run-finished") this.#isOver = true; // never empty
  }

  async #rest(pauseMs: number): Promise<void> {
    if (!this.#isRung && !this.#isOver && this.#failure === null) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = null;
    this.#isRung = false;
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
