import type { Queue, QueueAddOptions } from "p-queue";
import type { Job } from "../ports/executor.ts";
import { Heap } from "./heap.ts";
import type { Lane } from "./lane.ts";

/** A job on its way through the queue. */
export interface Ticket {
  readonly job: Job;
  /** The limits besides that of the engine that the job is under. */
  readonly bucket: Bucket;
  state: "waiting" | "started" | "withdrawn";
}

/** What p-queue hands over with a task. */
export interface ReadyOptions extends QueueAddOptions {
  readonly ticket: Ticket;
}

type Task = () => Promise<unknown>;

interface Entry {
  readonly task: Task;
  readonly ticket: Ticket;
  readonly sequence: number;
}

/** Jobs under the same limits; the first to start is at the top. */
export class Bucket {
  readonly lanes: readonly Lane[];
  readonly #entries = new Heap<Entry>(startsBefore);

  constructor(lanes: readonly Lane[]) {
    this.lanes = lanes;
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
    for (const lane of this.lanes) lane.join();
  }

  /** Takes the first job out to be started. */
  pop(): Entry | undefined {
    const entry = this.#entries.pop();
    if (entry !== undefined) this.#settle(entry.ticket, "started");
    return entry;
  }

  /** It is dropped when its turn comes. */
  withdraw(ticket: Ticket): void {
    if (ticket.state === "waiting") this.#settle(ticket, "withdrawn");
  }

  /** The first job that is still wanted; those in front of it that are not are dropped. */
  first(): Entry | undefined {
    while (this.#entries.peek()?.ticket.state === "withdrawn") this.#entries.pop();
    return this.#entries.peek();
  }

  #settle(ticket: Ticket, state: "started" | "withdrawn"): void {
    ticket.state = state;
    for (const lane of this.lanes) lane.leave();
  }
}

/**
 * The queue inside p-queue: gives out the job of highest priority, then rank, then age, whose lanes are open.
 * p-queue's own is an array into which each job is inserted, which is quadratic with rising priorities (I9). There are
 * as many buckets as there are sets of limits, usually one; those that cannot start are parked and cost nothing.
 */
export class ReadyQueue implements Queue<Task, ReadyOptions> {
  readonly #listed = new Set<Bucket>();
  readonly #parked = new Map<Lane, Set<Bucket>>();
  /** While jobs come in, none is given out. */
  isGathering = false;
  #sequence = 0;

  enqueue(task: Task, options?: Partial<ReadyOptions>): void {
    const { ticket } = options as ReadyOptions; // the executor always gives it
    ticket.bucket.push({ task, ticket, sequence: this.#sequence++ });
    this.#listed.add(ticket.bucket);
  }

  /** How many jobs can start now: p-queue asks only whether it is 0. */
  get size(): number {
    return this.isGathering || this.#next() === undefined ? 0 : 1;
  }

  dequeue(): Task | undefined {
    const bucket = this.#next();
    const entry = bucket?.pop();
    for (const lane of bucket?.lanes ?? []) lane.take();
    return entry?.task;
  }

  /** A lane may have opened: what was parked on it is listed again. */
  unpark(lane: Lane): void {
    for (const bucket of this.#parked.get(lane) ?? []) this.#listed.add(bucket);
    this.#parked.delete(lane);
  }

  /** Not used: priorities are fixed when a job is submitted. */
  setPriority(): void {}

  /** Not used: nobody asks p-queue for the size of one priority. */
  filter(): Task[] {
    return [];
  }

  /** The listed bucket whose first job starts before those of the others. */
  #next(): Bucket | undefined {
    let best: Bucket | undefined;
    let bestEntry: Entry | undefined;
    for (const bucket of this.#listed) {
      const entry = bucket.first();
      const closed = entry && bucket.lanes.find((lane) => !lane.isOpen);
      if (entry === undefined || closed !== undefined) {
        this.#listed.delete(bucket);
        if (closed !== undefined) this.#park(bucket, closed);
      } else if (bestEntry === undefined || startsBefore(entry, bestEntry)) {
        best = bucket;
        bestEntry = entry;
      }
    }
    return best;
  }

  #park(bucket: Bucket, lane: Lane): void {
    const parked = this.#parked.get(lane);
    if (parked === undefined) this.#parked.set(lane, new Set([bucket]));
    else parked.add(bucket);
  }
}

function startsBefore(a: Entry, b: Entry): boolean {
  const [left, right] = [a.ticket.job, b.ticket.job];
  if (left.priority !== right.priority) return left.priority > right.priority;
  return left.rank === right.rank ? a.sequence < b.sequence : left.rank > right.rank;
}
