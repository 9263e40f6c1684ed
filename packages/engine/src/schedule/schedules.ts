import type { CoreState } from "../core/state.ts";
import type { Plan } from "../plan/plan.ts";
import type { DurationStore, StepDurations } from "../ports/durations.ts";
import type { Store } from "../ports/store.ts";
import { measuredDurations } from "./measured-durations.ts";
import { type PathRanks, pathRanks, rankIn } from "./path-ranks.ts";
import { isLearned, plansWithin } from "./plans-within.ts";
import { createSafeDurations, nothingKnown } from "./safe-durations.ts";

/** The schedule of one run whose longest paths go first. */
export interface RunSchedule {
  /** To be called before the run begins or goes on: finds out what is known. Until then all ranks are 0. Never rejects. */
  open(): void | Promise<void>;
  /** The rank of a step, or of an item of one, among those of its priority. */
  readonly rankOf: (state: CoreState, index: number) => number;
  /** Keeps for later runs how long the steps of this one took. To be called once, at its end. Never rejects. */
  note(): void | Promise<void>;
}

/** The schedules of the runs of an engine. */
export interface Schedules {
  /** @param root the state of a run */
  ofRun(root: CoreState): RunSchedule;
}

/** The ranks of a workflow, and what they were made from. */
interface MadeRanks {
  readonly learned: readonly StepDurations[];
  readonly ranks: PathRanks;
}

export function createSchedules(store: Pick<Store, "durations">): Schedules {
  const durations = createSafeDurations(store);
  /** Those made last of each workflow: while nothing new is learned they hold. */
  const made = new WeakMap<Plan, MadeRanks>();

  const ranksOf = (root: Plan, plans: readonly Plan[], learned: readonly StepDurations[]): PathRanks => {
    const known = made.get(root);
    if (known?.learned.every((one, index) => one === learned[index])) return known.ranks;
    const ranks = pathRanks(plans, learned);
    made.set(root, { learned, ranks });
    return ranks;
  };

  return {
    ofRun(root) {
      const { plan } = root;
      let ranks: PathRanks | null = null;
      return {
        open() {
          const plans = plansWithin(plan);
          const read = plans.map((one) => learnedOf(one, durations));
          if (read.some((one) => one instanceof Promise)) {
            return Promise.all(read).then((learned) => {
              ranks = ranksOf(plan, plans, learned);
            });
          }
          ranks = ranksOf(plan, plans, read as readonly StepDurations[]); // none is a promise
        },
        rankOf: (state, index) => (ranks === null ? 0 : rankIn(ranks, state, index)),
        note() {
          const noted = [...measuredDurations(root)].map(([{ name, fingerprint }, measured]) =>
            durations.note(name, fingerprint, measured),
          );
          if (noted.some((one) => one instanceof Promise)) return Promise.all(noted).then(() => undefined);
        },
      };
    },
  };
}

/** The store is not asked about a plan all of whose steps have estimates. */
function learnedOf(
  { name, fingerprint, steps }: Plan,
  durations: DurationStore,
): StepDurations | Promise<StepDurations> {
  return steps.some(isLearned) ? durations.read(name, fingerprint) : nothingKnown;
}
