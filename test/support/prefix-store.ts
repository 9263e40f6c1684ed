import { memoryStore, type Store } from "@stepspan/engine";

/** A store in memory that can show the journals as they were. */
export interface PrefixStore extends Store {
  /** How many events of each journal are shown. */
  visible: number;
}

export function createPrefixStore(): PrefixStore {
  const kept = memoryStore();
  const store: PrefixStore = {
    visible: Infinity,
    open(runId) {
      const journal = kept.open(runId);
      return {
        append: (position, events) => journal.append(position, events),
        read: (position, limit) => journal.read(position, Math.min(limit, Math.max(0, store.visible - position))),
      };
    },
    list: () => kept.list(),
  };
  return store;
}
