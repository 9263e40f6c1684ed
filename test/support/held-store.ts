import { type Journal, memoryStore, type RunEvent, type Store } from "@stepspan/engine";
import { turn } from "./turn.ts";

/** A store that takes events only when the test says so. */
export interface HeldStore extends Store {
  /** The events that it has taken, of all runs. */
  readonly taken: readonly RunEvent[];
  /** How many writes wait to be taken. */
  readonly waiting: number;
  /** Takes the oldest write that waits, and lets happen what follows. */
  take(): Promise<void>;
  /** Takes one write after the other until none waits. */
  takeAll(): Promise<void>;
}

export function createHeldStore(): HeldStore {
  const journals = new Map<string, Journal>();
  const { runs, leases, states, memos, durations } = memoryStore(); // only what is written to journals is held
  const taken: RunEvent[] = [];
  const writes: (() => void)[] = [];

  const createJournal = (): Journal => {
    const events: RunEvent[] = [];
    return {
      append: (_position, added) =>
        new Promise((resolve) => {
          writes.push(() => {
            events.push(...added);
            taken.push(...added);
            resolve();
          });
        }),
      read: (position, limit) => events.slice(position, position + limit),
    };
  };

  const take = async () => {
    writes.shift()?.();
    await turn();
  };

  return {
    taken,
    get waiting() {
      return writes.length;
    },
    take,
    async takeAll() {
      while (writes.length > 0) await take();
    },
    open(runId) {
      const journal = journals.get(runId) ?? createJournal();
      journals.set(runId, journal);
      return journal;
    },
    runs,
    leases,
    states,
    memos,
    durations,
    isShared: false,
  };
}
