import {
  type Clock,
  type EmittedEvent,
  type ObservedRun,
  type RunEvent,
  type Store,
  type StoredRun,
  statusAfter,
} from "@stepspan/engine";
import { StatusWatch } from "./status-watch.ts";
import type { StudioObserver } from "./studio-observer.ts";

/** Who follows one run. */
export interface RunWatcher {
  /** It may have more events, or be gone. */
  readonly look: () => void;
  /** A step has emitted it; a look follows. */
  readonly emitted: (event: EmittedEvent) => void;
}

/** What a watch rests on. Times are in milliseconds. */
export interface WatchParts {
  readonly store: Store;
  /** Null: the store is all that tells. */
  readonly observer: StudioObserver | null;
  readonly clock: Clock;
  /** How long the store is left alone between two looks at it. */
  readonly pollMs: number;
  /** How long news are gathered, so that a run with many events a second is looked at seldom. */
  readonly gatherMs: number;
}

/**
 * Notices what happens to runs: at once in an engine of this process that has the observer, by looking at the store from
 * time to time in any other. While nobody watches it does nothing.
 */
export class RunWatch {
  readonly #parts: WatchParts;
  readonly #watchers = new Map<string, Set<RunWatcher>>();
  /** How far each watched run was, as the store says. */
  readonly #lengths = new Map<string, number>();
  readonly #statuses: StatusWatch;
  /** Runs of this process of which something was heard since the last telling, and whether it was a status. */
  readonly #news = new Map<string, boolean>();
  #stopListening: (() => void) | null = null;
  #cancelTelling: (() => void) | null = null;
  #cancelLook: (() => void) | null = null;

  constructor(parts: WatchParts) {
    this.#parts = parts;
    this.#statuses = new StatusWatch(parts.store);
  }

  /** @returns a function that ends it */
  watchRun(runId: string, watcher: RunWatcher): () => void {
    const own = this.#watchers.get(runId) ?? new Set();
    this.#watchers.set(runId, own.add(watcher));
    this.#begin();
    return () => {
      own.delete(watcher);
      if (own.size === 0) {
        this.#watchers.delete(runId);
        this.#lengths.delete(runId);
      }
      this.#rest();
    };
  }

  /**
   * Tells of runs that begin, or whose status changes, from when this resolves on.
   *
   * @returns a function that ends it
   */
  async watchStatuses(tell: (run: StoredRun) => void): Promise<() => void> {
    const stop = this.#statuses.add(tell);
    this.#begin();
    if (this.#looksAtStore) await this.#statuses.look().catch(() => undefined); // the next look asks again
    return () => {
      stop();
      this.#rest();
    };
  }

  /** Ends all that watch. */
  close(): void {
    this.#watchers.clear();
    this.#lengths.clear();
    this.#statuses.clear();
    this.#rest();
  }

  /** In a store of this process alone all that happens is heard of. */
  get #looksAtStore(): boolean {
    return this.#parts.store.isShared || this.#parts.observer === null;
  }

  get #isWatched(): boolean {
    return this.#watchers.size > 0 || this.#statuses.isWatched;
  }

  #begin(): void {
    this.#stopListening ??= this.#parts.observer?.listen((event, run) => this.#hear(event, run)) ?? null;
    if (this.#cancelLook === null && this.#looksAtStore) this.#lookLater();
  }

  #rest(): void {
    if (this.#isWatched) return;
    for (const cancel of [this.#stopListening, this.#cancelTelling, this.#cancelLook]) cancel?.();
    this.#stopListening = this.#cancelTelling = this.#cancelLook = null;
    this.#news.clear();
  }

  #hear(event: RunEvent | EmittedEvent, { runId }: ObservedRun): void {
    const watchers = this.#watchers.get(runId);
    const isEmitted = event.type === "event-emitted";
    const isStatus = !isEmitted && this.#statuses.isWatched && statusAfter([event]) !== null;
    if (watchers === undefined && !isStatus) return;
    if (isEmitted) for (const watcher of watchers ?? []) watcher.emitted(event);
    this.#news.set(runId, isStatus || this.#news.get(runId) === true);
    const { clock, gatherMs } = this.#parts;
    this.#cancelTelling ??= clock.setTimer(clock.now() + gatherMs, () => this.#tell(), true);
  }

  #tell(): void {
    const news = [...this.#news];
    this.#news.clear();
    this.#cancelTelling = null;
    for (const [runId] of news) {
      for (const { look } of this.#watchers.get(runId) ?? []) look();
    }
    const changed = news.filter(([, isStatus]) => isStatus).map(([runId]) => runId);
    if (this.#statuses.isWatched) void this.#statuses.lookAt(changed).catch(() => undefined); // who opens the run sees it
  }

  #lookLater(): void {
    const { clock, pollMs } = this.#parts;
    const cancel = clock.setTimer(clock.now() + pollMs, () => void this.#look(cancel), true);
    this.#cancelLook = cancel;
  }

  async #look(own: () => void): Promise<void> {
    // A store that is busy, or closed, is asked again.
    await this.#lookAtRuns().catch(() => undefined);
    if (this.#statuses.isWatched) await this.#statuses.look().catch(() => undefined);
    if (this.#cancelLook === own) this.#lookLater(); // otherwise somebody else began anew, or nobody watches
  }

  async #lookAtRuns(): Promise<void> {
    for (const [runId, watchers] of this.#watchers) {
      const events = (await this.#parts.store.runs.get(runId))?.events ?? -1;
      if (this.#lengths.get(runId) === events) continue;
      this.#lengths.set(runId, events);
      for (const { look } of watchers) look();
    }
  }
}
