import {
  createEngine,
  type Engine,
  type EngineOptions,
  memoryStore,
  type RunEvent,
  type Store,
} from "@stepspan/engine";
import { createManualClock, type ManualClock } from "@stepspan/engine/testing";
import { mortalStore } from "./mortal-store.ts";
import { turn } from "./turn.ts";

/** How long a lease lasts by default, in milliseconds. */
export const termMs = 30_000;

/** A process of a world: an engine that sees the world's store until it is killed. */
export interface Process {
  readonly engine: Engine;
  kill(): void;
}

/** One store and one clock, and processes on them. */
export interface World {
  readonly kept: Store;
  readonly clock: ManualClock;
  process(options?: EngineOptions): Process;
  /** The events that are stored. */
  journal(runId: string): readonly RunEvent[];
  /** The same in short: their types, and paths. */
  story(runId: string): readonly string[];
  /** Moves the clock and lets happen what follows. */
  advance(ms: number): Promise<void>;
}

export function createWorld(start = 0): World {
  const [kept, clock] = [memoryStore(), createManualClock(start)];
  const journal = (runId: string) => kept.open(runId).read(0, Infinity) as readonly RunEvent[]; // in memory they are there at once
  return {
    kept,
    clock,
    process: (options) => {
      const store = mortalStore(options?.store ?? kept);
      return { engine: createEngine({ clock, ...options, store }), kill: store.kill };
    },
    journal,
    story: (runId) => journal(runId).map((event) => ("path" in event ? `${event.type} ${event.path}` : event.type)),
    advance: async (ms) => {
      clock.advance(ms);
      await turn();
    },
  };
}
