import type { StateKey, StateStore, VersionedValues } from "../ports/state-store.ts";

const nothing: VersionedValues = Object.freeze({ values: Object.freeze({}), version: 0 });

/** Keeps flow states and step states in memory, for as long as the process lives. */
export function memoryStates(): StateStore {
  const kept = new Map<string, VersionedValues>();
  const read = (key: StateKey) => kept.get(nameOf(key)) ?? nothing;
  return {
    read,
    write: (key, version, values) => {
      if (read(key).version !== version) return false;
      kept.set(nameOf(key), { values, version: version + 1 });
      return true;
    },
  };
}

/** Names hold any characters, so that a separator of one's own could be part of them. */
function nameOf({ workflow, step }: StateKey): string {
  return JSON.stringify([workflow, step]);
}
