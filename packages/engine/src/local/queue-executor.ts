import PQueue from "p-queue";
import type { Clock } from "../ports/clock.ts";
import type { Executor, Job, JobGroup } from "../ports/executor.ts";
import { Lane, type Rate } from "./lane.ts";
import { Bucket, type ReadyOptions, ReadyQueue, type Ticket } from "./ready-queue.ts";

/** The limits of a named queue. */
export interface QueueLimits {
  readonly concurrency: number;
  readonly rate: Rate | null;
}

/**
 * Runs attempts in this process by p-queue. A job starts when a slot of the engine, of its queue and of its run are
 * all free; while there is such a job no slot of the engine stays idle.
 */
export function createQueueExecutor(
  concurrency: number,
  queues: ReadonlyMap<string, QueueLimits>,
  clock: Clock,
): Executor {
  const ready = new ReadyQueue();
  // p-queue makes its queue itself; this one is made outside so that its lanes can be opened.
  const queue = new PQueue<ReadyQueue, ReadyOptions>({
    concurrency,
    queueClass: function useReady() {
      return ready;
    } as unknown as typeof ReadyQueue, // a constructor that returns an object of that class
  });
  const startWhatCan = () => {
    queue.concurrency = concurrency; // setting it makes p-queue start all that fits
  };
  /** What becomes ready together is all there before the first of it starts: the free slots go by priority. */
  const gather = () => {
    if (ready.isGathering) return;
    ready.isGathering = true;
    queueMicrotask(() => {
      ready.isGathering = false;
      startWhatCan();
    });
  };
  const onLaneOpen = (lane: Lane) => {
    ready.unpark(lane);
    startWhatCan();
  };
  const lanes = new Map(
    [...queues].map(([name, { concurrency: limit, rate }]) => [name, new Lane(limit, rate, clock, onLaneOpen)]),
  );
  const buckets = createBuckets(lanes, (group) => new Lane(group.concurrency, null, clock, onLaneOpen));
  let isClosed = false;

  const hold = async (job: Job, bucket: Bucket) => {
    await job.start();
    for (const lane of bucket.lanes) {
      lane.release();
      ready.unpark(lane);
    }
    if (!isClosed) startWhatCan();
  };

  return {
    queues: new Set(queues.keys()),
    submit(job) {
      const bucket = buckets.of(job);
      const ticket: Ticket = { job, bucket, state: "waiting" };
      gather();
      void queue.add(() => (bucket.lanes.length === 0 ? job.start() : hold(job, bucket)), { ticket });
      return () => bucket.withdraw(ticket);
    },
    close() {
      isClosed = true;
      queue.pause();
      for (const lane of lanes.values()) lane.close();
    },
  };
}

/** One bucket for each set of limits; those of a group go with the group. */
function createBuckets(lanes: ReadonlyMap<string, Lane>, laneOf: (group: JobGroup) => Lane) {
  const ungrouped = new Map<string | null, Bucket>();
  const grouped = new WeakMap<JobGroup, { readonly lane: Lane; readonly buckets: Map<string | null, Bucket> }>();

  const bucketsOf = (group: JobGroup) => {
    const known = grouped.get(group);
    if (known !== undefined) return known;
    const made = { lane: laneOf(group), buckets: new Map<string | null, Bucket>() };
    grouped.set(group, made);
    return made;
  };

  return {
    of({ queue, group }: Job): Bucket {
      const own = group === null ? null : bucketsOf(group);
      const buckets = own?.buckets ?? ungrouped;
      const known = buckets.get(queue);
      if (known !== undefined) return known;
      const limits = [queue === null ? undefined : lanes.get(queue), own?.lane];
      const bucket = new Bucket(limits.filter((lane) => lane !== undefined));
      buckets.set(queue, bucket);
      return bucket;
    },
  };
}
