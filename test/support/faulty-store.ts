import { type Store, StoreError } from "@stepspan/engine";

/** One call of a store that goes wrong, counted from 1. */
export interface Fault {
  readonly call: number;
  /** It does its work before it reports the error. */
  readonly isDone: boolean;
  readonly message: string;
}

/** A shared store of which one call goes wrong. */
export interface FaultyStore extends Store {
  /** The names of the calls so far. */
  readonly calls: readonly string[];
}

/** @param isSlow whether it answers by promises, some microtasks later */
export function faultyStore(store: Store, fault: Fault | null, isSlow = false): FaultyStore {
  const calls: string[] = [];
  const answer = <Answer>(name: string, act: () => Answer | Promise<Answer>): Answer | Promise<Answer> => {
    if (calls.push(name) !== fault?.call) return act();
    if (fault.isDone) void act(); // in memory it is done at once
    throw new StoreError(fault.message);
  };
  const ask = <Answer>(name: string, act: () => Answer | Promise<Answer>): Answer | Promise<Answer> =>
    isSlow ? later().then(() => answer(name, act)) : answer(name, act);
  const { runs, leases, states, memos, durations } = store;
  return {
    calls,
    open(runId, lease) {
      const journal = store.open(runId, lease);
      return {
        append: (position, events, dueAt) => ask("append", () => journal.append(position, events, dueAt)),
        read: (position, limit) => ask("read", () => journal.read(position, limit)),
      };
    },
    runs: {
      get: (runId) => ask("get", () => runs.get(runId)),
      list: (query) => ask("list", () => runs.list(query)),
      prune: (rule) => ask("prune", () => runs.prune(rule)),
    },
    leases: {
      renew: (owner, term) => ask("renew", () => leases.renew(owner, term)),
      take: (owner, wanted) => ask("take", () => leases.take(owner, wanted)),
      release: (owner, runId) => ask("release", () => leases.release(owner, runId)),
    },
    states: {
      read: (key) => ask("read state", () => states.read(key)),
      write: (key, version, values) => ask("write state", () => states.write(key, version, values)),
    },
    memos,
    durations,
    isShared: true,
  };
}

async function later(): Promise<void> {
  for (let count = 0; count < 5; count++) await undefined;
}
