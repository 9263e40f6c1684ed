import { AsyncResource } from "node:async_hooks";
import PQueue from "p-queue";
import type { Clock } from "../ports/clock.ts";
import type { Executor, JobSource } from "../ports/executor.ts";
import { JobBuckets } from "./job-buckets.ts";
import { Lane, type Rate } from "./lane.ts";
import { ReadyQueue, Ticket } from "./ready-queue.ts";

/** What follows it comes in the next microtask; `queueMicrotask` of Node costs several times as much. */
const settled = Promise.resolve();

/** The limits of a named queue. */
export interface QueueLimits {
  readonly concurrency: number;
  readonly rate: Rate | null;
}

/**
 * Runs attempts in this process by p-queue. A job starts when a slot of the engine, of its queue and of its run are
 * all free; while there is such a job no slot of the engine stays idle.
 *
 * A slot of the engine is a task of p-queue, begun when a job first needs it and kept until the engine is closed: a task
 * for each job would cost more than all that the engine does for a step. p-queue's own queue stays empty, so what waits
 * waits in order here.
 */
export function createQueueExecutor(
  concurrency: number,
  queues: ReadonlyMap<string, QueueLimits>,
  clock: Clock,
): Executor {
  const ready = new ReadyQueue();
  const slots = new PQueue({ concurrency });
  /** A slot outlives the run that needed it first: it must not hold on to what that run's caller carried. */
  const home = new AsyncResource("StepspanSlots", { requireManualDestroy: true });
  const closed = Promise.withResolvers<void>();
  /** Slots that were asked of p-queue, those of them that are there, and those that a job holds. */
  let asked = 0;
  let there = 0;
  let held = 0;
  let sequence = 0;
  let isStarting = false;
  let isClosed = false;

  /** What becomes ready together is all there before the first of it starts: the free slots go by priority. */
  const startSoon = () => {
    if (isStarting) return;
    isStarting = true;
    void settled.then(startWhatCan);
  };

  /** Jobs of one source that start one behind the other are one matter to it. */
  const startWhatCan = () => {
    isStarting = false;
    let source: JobSource | null = null;
    while (!isClosed && hasFreeSlot()) {
      const ticket = ready.pop();
      if (ticket === undefined) break;
      const { job } = ticket;
      if (source !== null && source !== job.source) source.started();
      source = job.source;
      held++;
      job.start();
    }
    source?.started();
  };

  /** Takes a further slot of p-queue if there is a job for it. */
  const hasFreeSlot = (): boolean => {
    if (held === there && asked < concurrency && ready.hasNext) {
      asked++;
      void home.runInAsyncScope(() => slots.add(holdSlot));
    }
    return held < there;
  };

  const holdSlot = () => {
    there++;
    startSoon(); // p-queue may come to it later
    return closed.promise;
  };

  const onRelease = ({ bucket }: Ticket) => {
    held--;
    for (let at = 0; at < bucket.lanes.length; at++) {
      bucket.lanes[at]!.release(); // within the list
      ready.unpark(bucket.lanes[at]!);
    }
    startSoon();
  };

  const onLaneOpen = (lane: Lane) => {
    ready.unpark(lane);
    startWhatCan();
  };
  const lanes = new Map(
    [...queues].map(([name, { concurrency: limit, rate }]) => [name, new Lane(limit, rate, clock, onLaneOpen)]),
  );
  const buckets = new JobBuckets(lanes, (group) => new Lane(group.concurrency, null, clock, onLaneOpen));

  return {
    queues: new Set(queues.keys()),
    submit(job) {
      const ticket = new Ticket(job, buckets.of(job), sequence++, onRelease);
      ready.push(ticket);
      startSoon();
      return ticket;
    },
    close() {
      isClosed = true;
      closed.resolve();
      for (const lane of lanes.values()) lane.close();
    },
  };
}
