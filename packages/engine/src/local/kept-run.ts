import type { RunEvent } from "../core/events.ts";
import type { Lease } from "../ports/leases.ts";
import { type StoredRun, statusAfter } from "../ports/run-index.ts";

/** A run of the memory store; changed in place. */
export class KeptRun {
  readonly runId: string;
  readonly workflow: string;
  readonly startedAt: number;
  events: RunEvent[];
  finishedAt: number | null = null;
  dueAt: number | null = null;
  /** Who has it; null if nobody does. */
  lease: Lease | null;
  /** How often it was taken. */
  epoch: number;
  #isRemoved = false;
  /** That of the events up to a position. */
  #status: StoredRun["status"] = "running";
  #statusAt = 0;

  /** @param first its first event */
  constructor(runId: string, first: RunEvent, lease: Lease | null) {
    this.runId = runId;
    this.workflow = first.type === "run-started" ? first.workflow : "";
    this.startedAt = first.time;
    this.events = [first]; // a list that begins empty is of another kind for V8
    this.events.pop();
    this.lease = lease;
    this.epoch = lease?.epoch ?? 1;
  }

  /** Found when it is asked for, among the events that have come since: each is looked at once. */
  get status(): StoredRun["status"] {
    if (this.#statusAt < this.events.length) this.#status = statusAfter(this.events, this.#statusAt) ?? this.#status;
    this.#statusAt = this.events.length;
    return this.#status;
  }

  /** Whether it goes on, or could. */
  get isUnfinished(): boolean {
    return this.finishedAt === null;
  }

  /** Adds events at its end, and notes what they say of it. */
  extend(events: readonly RunEvent[], dueAt: number | null): void {
    for (let at = 0; at < events.length; at++) this.events.push(events[at]!);
    this.dueAt = dueAt;
    const last = events[events.length - 1];
    if (last?.type !== "run-finished") return;
    this.finishedAt = last.time;
    this.dueAt = null;
    this.lease = null;
  }

  get isRemoved(): boolean {
    return this.#isRemoved;
  }

  /** It is kept no longer: whoever still has it finds nothing in it. */
  remove(): void {
    this.#isRemoved = true;
    this.events = [];
  }
}

/** What the store tells of it. */
export function storedRun(run: KeptRun): StoredRun {
  const { runId, workflow, status, startedAt, finishedAt, events, dueAt, lease } = run;
  return Object.freeze({ runId, workflow, status, startedAt, finishedAt, events: events.length, dueAt, lease });
}
