import type { Store } from "@stepspan/engine";
import { mortalStore } from "./mortal-store.ts";

/** Where a process ends: at one of its writes to a journal, counted from 1; the write happens `after`, or never. */
export interface Stop {
  readonly write: number;
  readonly when: "before" | "after";
}

/** A store as one process sees it that ends at one of its writes. */
export interface StoppingStore extends Store {
  /** How many writes it has asked for. */
  readonly writes: number;
  readonly isStopped: boolean;
}

/** @param stop null for a process that lives on */
export function stoppingStore(store: Store, stop: Stop | null): StoppingStore {
  const mortal = mortalStore(store);
  let writes = 0;
  let isStopped = false;
  return {
    ...mortal,
    get writes() {
      return writes;
    },
    get isStopped() {
      return isStopped;
    },
    open(runId, lease) {
      const journal = mortal.open(runId, lease);
      return {
        read: journal.read,
        append(position, events, dueAt) {
          if (isStopped) return new Promise(() => undefined);
          isStopped = ++writes === stop?.write;
          if (!isStopped) return journal.append(position, events, dueAt);
          if (stop?.when === "after") void journal.append(position, events, dueAt); // in memory it is done at once
          mortal.kill();
          return new Promise(() => undefined);
        },
      };
    },
  };
}
