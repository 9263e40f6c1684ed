import type { Job, JobGroup } from "../ports/executor.ts";
import type { Lane } from "./lane.ts";
import { Bucket } from "./ready-queue.ts";

/** One bucket for each set of limits; those of a group go with the group. */
export class JobBuckets {
  readonly #lanes: ReadonlyMap<string, Lane>;
  readonly #laneOf: (group: JobGroup) => Lane;
  readonly #free = new Bucket([]);
  readonly #ungrouped = new Map<string, Bucket>();
  readonly #grouped = new WeakMap<JobGroup, { readonly lane: Lane; readonly buckets: Map<string | null, Bucket> }>();

  /** @param lanes those of the named queues */
  constructor(lanes: ReadonlyMap<string, Lane>, laneOf: (group: JobGroup) => Lane) {
    this.#lanes = lanes;
    this.#laneOf = laneOf;
  }

  of({ queue, group }: Job): Bucket {
    if (group !== null) return this.#inGroup(queue, group);
    return queue === null ? this.#free : bucketIn(this.#ungrouped, queue, [this.#lanes.get(queue)]);
  }

  #inGroup(queue: string | null, group: JobGroup): Bucket {
    let own = this.#grouped.get(group);
    if (own === undefined) {
      own = { lane: this.#laneOf(group), buckets: new Map() };
      this.#grouped.set(group, own);
    }
    return bucketIn(own.buckets, queue, [queue === null ? undefined : this.#lanes.get(queue), own.lane]);
  }
}

function bucketIn<Key>(buckets: Map<Key, Bucket>, key: Key, limits: readonly (Lane | undefined)[]): Bucket {
  const known = buckets.get(key);
  if (known !== undefined) return known;
  const bucket = new Bucket(limits.filter((lane) => lane !== undefined));
  buckets.set(key, bucket);
  return bucket;
}
