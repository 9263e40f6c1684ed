import { memoryStore, type Store } from "@stepspan/engine";

/** A store in memory that can show the journals as they were. */
export interface PrefixStore extends Store {
  /** How many events of each journal are shown. */
  visible: number;
  /** How many events of a run are stored. */
  countOf(runId: string): number;
}

/** @param microtasks how many microtasks pass before an event is stored; with 0 that is done at once */
export function createPrefixStore(microtasks = 0): PrefixStore {
  const kept = memoryStore();
  const counts = new Map<string, number>();
  const appendLater = async (append: () => void) => {
    for (let count = 0; count < microtasks; count++) await undefined;
    append();
  };
  const store: PrefixStore = {
    visible: Infinity,
    open(runId, lease) {
      const journal = kept.open(runId, lease);
      return {
        append: (position, events, dueAt) => {
          const append = () => {
            void journal.append(position, events, dueAt); // a store in memory has done it when this returns
            counts.set(runId, position + events.length);
          };
          return microtasks === 0 ? append() : appendLater(append);
        },
        read: (position, limit) => journal.read(position, Math.min(limit, Math.max(0, store.visible - position))),
      };
    },
    runs: kept.runs,
    leases: kept.leases,
    states: kept.states,
    memos: kept.memos,
    durations: kept.durations,
    isShared: false,
    countOf: (runId) => counts.get(runId) ?? 0,
  };
  return store;
}
