import { describeThrown } from "../errors/thrown.ts";
import type { DurationStore, StepDurations } from "../ports/durations.ts";
import type { Store } from "../ports/store.ts";

/** What is known of a version of which nothing is. */
export const nothingKnown: StepDurations = new Map();

/** The durations of a store. What fails there is told once on the console: no run fails, and nothing was known. */
export function createSafeDurations(store: Pick<Store, "durations">): DurationStore {
  let isTold = false;

  const failed = (thrown: unknown): void => {
    if (isTold) return;
    isTold = true;
    const problem = `The store failed to keep how long steps take: ${describeThrown(thrown)}.`;
    console.error(`${problem} The runs go on, and their schedules know less; mend the store.`);
  };
  const unknown = (thrown: unknown): StepDurations => {
    failed(thrown);
    return nothingKnown;
  };

  return {
    read(workflow, version): StepDurations | Promise<StepDurations> {
      try {
        const read = store.durations.read(workflow, version);
        return read instanceof Promise ? read.catch(unknown) : read;
      } catch (thrown) {
        return unknown(thrown);
      }
    },
    note(workflow, version, durations): void | Promise<void> {
      try {
        const noted = store.durations.note(workflow, version, durations);
        if (noted instanceof Promise) return noted.catch(failed);
      } catch (thrown) {
        failed(thrown);
      }
    },
  };
}
