import { type DurationStore, type StepDurations, withDurations } from "../ports/durations.ts";

const nothing: StepDurations = new Map();

/** Keeps how long steps took in memory, of at most so many steps: whole versions, the one noted last in any case. */
export function memoryDurations(limit: number): DurationStore {
  /** Those noted least recently first. */
  const kept = new Map<string, StepDurations>();
  let steps = 0;

  const remove = (key: string) => {
    steps -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };

  return {
    read: (workflow, version) => kept.get(keyOf(workflow, version)) ?? nothing,
    note(workflow, version, durations) {
      const key = keyOf(workflow, version);
      const all = withDurations(kept.get(key) ?? nothing, durations);
      remove(key); // it goes to the end
      kept.set(key, all);
      steps += all.size;
      for (const oldest of kept.keys()) {
        if (steps <= limit || kept.size === 1) return;
        remove(oldest);
      }
    },
  };
}

function keyOf(workflow: string, version: string): string {
  return JSON.stringify([workflow, version]);
}
