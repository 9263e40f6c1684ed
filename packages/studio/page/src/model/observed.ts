/** A value that changes, and whoever wants to know when it does. */
export interface Observed<Value> {
  get(): Value;
  /** @returns what ends it */
  subscribe(listener: () => void): () => void;
}

export interface Settable<Value> extends Observed<Value> {
  set(value: Value): void;
}

export function createObserved<Value>(first: Value): Settable<Value> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(value, next)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
