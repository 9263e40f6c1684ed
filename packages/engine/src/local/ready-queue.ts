import type { Job, Slot } from "../ports/executor.ts";
import type { Lane } from "./lane.ts";
import { ReadyLine } from "./ready-line.ts";

/** A job on its way through the queue. */
export class Ticket implements Slot {
  readonly job: Job;
  /** The limits besides that of the engine that the job is under. */
  readonly bucket: Bucket;
  readonly sequence: number;
  readonly #onRelease: (ticket: Ticket) => void;
  state: "waiting" | "started" | "withdrawn" | "released" = "waiting";

  constructor(job: Job, bucket: Bucket, sequence: number, onRelease: (ticket: Ticket) => void) {
    this.job = job;
    this.bucket = bucket;
    this.sequence = sequence;
    this.#onRelease = onRelease;
  }

  withdraw(): void {
    if (this.state !== "waiting") return;
    this.state = "withdrawn";
    this.bucket.leave();
  }

  release(): void {
    if (this.state !== "started") return;
    this.state = "released";
    this.#onRelease(this);
  }
}

/** Jobs under the same limits; the first to start is at the top. */
export class Bucket {
  readonly lanes: readonly Lane[];
  /** Whether the queue looks at it when it looks for a job. */
  isListed = false;
  readonly #tickets = new ReadyLine<Ticket>(startsBefore);

  constructor(lanes: readonly Lane[]) {
    this.lanes = lanes;
  }

  push(ticket: Ticket): void {
    this.#tickets.push(ticket);
    if (this.lanes.length > 0) for (const lane of this.lanes) lane.join();
  }

  /** Takes the first job out to be started: it counts in its lanes from now on. */
  pop(): Ticket | undefined {
    const ticket = this.#tickets.pop();
    if (ticket === undefined) return undefined;
    ticket.state = "started";
    this.leave();
    if (this.lanes.length > 0) for (const lane of this.lanes) lane.take();
    return ticket;
  }

  /** The first job that is still wanted; those in front of it that are not are dropped. */
  first(): Ticket | undefined {
    while (this.#tickets.peek()?.state === "withdrawn") this.#tickets.pop();
    return this.#tickets.peek();
  }

  /** One of its lanes that lets nothing start now. */
  closedLane(): Lane | undefined {
    return this.lanes.length === 0 ? undefined : this.lanes.find((lane) => !lane.isOpen);
  }

  /** A job waits for its lanes no more. */
  leave(): void {
    if (this.lanes.length > 0) for (const lane of this.lanes) lane.leave();
  }
}

/**
 * Jobs that wait: gives out the one of highest priority, then rank, then age, whose lanes are open. There are as
 * many buckets as there are sets of limits, usually one; those that cannot start are parked and cost nothing.
 */
export class ReadyQueue {
  /** In no order. */
  readonly #listed: Bucket[] = [];
  readonly #parked = new Map<Lane, Set<Bucket>>();

  push(ticket: Ticket): void {
    ticket.bucket.push(ticket);
    this.#list(ticket.bucket);
  }

  /** Whether a job can start now. */
  get hasNext(): boolean {
    return this.#next() !== undefined;
  }

  /** Takes the job out that is to start now; undefined if none can. */
  pop(): Ticket | undefined {
    return this.#next()?.pop();
  }

  /** A lane may have opened: what was parked on it is listed again. */
  unpark(lane: Lane): void {
    for (const bucket of this.#parked.get(lane) ?? []) this.#list(bucket);
    this.#parked.delete(lane);
  }

  /** The listed bucket whose first job starts before those of the others. */
  #next(): Bucket | undefined {
    let best: Bucket | undefined;
    let bestTicket: Ticket | undefined;
    for (let at = this.#listed.length - 1; at >= 0; at--) {
      const bucket = this.#listed[at]!; // within the list
      const ticket = bucket.first();
      const closed = ticket === undefined ? undefined : bucket.closedLane();
      if (ticket === undefined || closed !== undefined) {
        this.#unlist(at);
        if (closed !== undefined) this.#park(bucket, closed);
      } else if (bestTicket === undefined || startsBefore(ticket, bestTicket)) {
        best = bucket;
        bestTicket = ticket;
      }
    }
    return best;
  }

  #list(bucket: Bucket): void {
    if (bucket.isListed) return;
    bucket.isListed = true;
    this.#listed.push(bucket);
  }

  /** The last takes its place. */
  #unlist(at: number): void {
    this.#listed[at]!.isListed = false;
    const last = this.#listed.pop()!; // there is one
    if (at < this.#listed.length) this.#listed[at] = last;
  }

  #park(bucket: Bucket, lane: Lane): void {
    const parked = this.#parked.get(lane);
    if (parked === undefined) this.#parked.set(lane, new Set([bucket]));
    else parked.add(bucket);
  }
}

function startsBefore(a: Ticket, b: Ticket): boolean {
  const left = a.job;
  const right = b.job;
  if (left.priority !== right.priority) return left.priority > right.priority;
  return left.rank === right.rank ? a.sequence < b.sequence : left.rank > right.rank;
}
