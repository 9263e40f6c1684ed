import type { Journal, Store } from "@stepspan/engine";

/** A store as one process sees it, until that dies: then nothing of what it asks for happens, and nothing answers. */
export interface MortalStore extends Store {
  kill(): void;
}

/** @param store what outlives the process; another one sees it through a mortal store of its own */
export function mortalStore(store: Store): MortalStore {
  let isDead = false;
  const never = new Promise<never>(() => undefined);
  const ask = <Answer>(act: () => Answer): Answer | Promise<never> => (isDead ? never : act());
  const open = (runId: string, lease: Parameters<Store["open"]>[1]): Journal => {
    const journal = store.open(runId, lease);
    return {
      append: (position, events, dueAt) => ask(() => journal.append(position, events, dueAt)),
      read: (position, limit) => ask(() => journal.read(position, limit)),
    };
  };
  return {
    kill: () => {
      isDead = true;
    },
    open,
    runs: {
      get: (runId) => ask(() => store.runs.get(runId)),
      list: (query) => ask(() => store.runs.list(query)),
      prune: (rule) => ask(() => store.runs.prune(rule)),
    },
    leases: {
      renew: (owner, term) => ask(() => store.leases.renew(owner, term)),
      take: (owner, wanted) => ask(() => store.leases.take(owner, wanted)),
      release: (owner, runId) => ask(() => store.leases.release(owner, runId)),
    },
    states: {
      read: (key) => ask(() => store.states.read(key)),
      write: (key, version, values) => ask(() => store.states.write(key, version, values)),
    },
    memos: {
      read: (key, now) => ask(() => store.memos.read(key, now)),
      write: (key, memo) => ask(() => store.memos.write(key, memo)),
      prune: (now) => ask(() => store.memos.prune(now)),
    },
    durations: {
      read: (workflow, version) => ask(() => store.durations.read(workflow, version)),
      note: (workflow, version, durations) => ask(() => store.durations.note(workflow, version, durations)),
    },
    isShared: true,
  };
}
