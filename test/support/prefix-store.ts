import { type Journal, memoryStore, type RunEvent, type Store } from "@stepspan/engine";

/** A store in memory that can show the journals as they were. */
export interface PrefixStore extends Store {
  /** How many events of each journal are shown. */
  visible: number;
}

/** @param microtasks how many microtasks pass before an event is stored; with 0 that is done at once */
export function createPrefixStore(microtasks = 0): PrefixStore {
  const kept = memoryStore();
  const appendLater = async (journal: Journal, position: number, events: readonly RunEvent[]) => {
    for (let count = 0; count < microtasks; count++) await undefined;
    await journal.append(position, events);
  };
  const store: PrefixStore = {
    visible: Infinity,
    open(runId) {
      const journal = kept.open(runId);
      return {
        append: (position, events) =>
          microtasks === 0 ? journal.append(position, events) : appendLater(journal, position, events),
        read: (position, limit) => journal.read(position, Math.min(limit, Math.max(0, store.visible - position))),
      };
    },
    list: () => kept.list(),
  };
  return store;
}
