import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import type { Job } from "../ports/executor.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import { Lane } from "./lane.ts";
import { Bucket, ReadyQueue, Ticket } from "./ready-queue.ts";

function jobOf(priority: number, rank = 0): Job {
  return { queue: null, group: null, source: { started: () => undefined }, priority, rank, start: () => undefined };
}

/** Where a job stands by its priority, of -2 to 2, and its rank, of 0 to 2. */
function place({ priority, rank }: Job): number {
  return 3 * priority + rank;
}

/** Lanes of one slot each; the first bucket is under none, the next ones under one, the last one under both. */
function createQueue() {
  const ready = new ReadyQueue();
  const clock = createManualClock();
  const lanes = [0, 1].map(() => new Lane(1, null, clock, () => undefined));
  const buckets = [[], [0], [1], [0, 1]].map((indexes) => new Bucket(indexes.map((index) => lanes[index]!)));
  const release = ({ bucket }: Ticket) => {
    for (const lane of bucket.lanes) {
      lane.release();
      ready.unpark(lane);
    }
  };
  return { ready, buckets, release };
}

/** A job is enqueued into a bucket, one is taken out, one is taken back, or one that was taken out ends. */
type Action =
  | { readonly kind: "enqueue"; readonly bucket: number; readonly priority: number; readonly rank: number }
  | { readonly kind: "dequeue" }
  | { readonly kind: "withdraw" | "end"; readonly which: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    kind: fc.constant("enqueue"),
    bucket: fc.nat({ max: 3 }),
    priority: fc.integer({ min: -2, max: 2 }),
    rank: fc.nat({ max: 2 }),
  }),
  fc.record({ kind: fc.constant("dequeue") }),
  fc.record({ kind: fc.constantFrom("end", "withdraw"), which: fc.nat({ max: 9 }) }),
);

describe("the ready queue", () => {
  it("gives out what a search through a list would: of those whose lanes are open the first by priority, rank and age", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const { ready, buckets, release } = createQueue();
        let waiting: Ticket[] = [];
        const held: Ticket[] = [];
        actions.forEach((one, sequence) => {
          switch (one.kind) {
            case "enqueue": {
              const ticket = new Ticket(jobOf(one.priority, one.rank), buckets[one.bucket]!, sequence, release);
              ready.push(ticket);
              waiting.push(ticket);
              break;
            }
            case "dequeue": {
              const [expected] = waiting
                .filter(({ bucket }) => bucket.lanes.every((lane) => lane.isOpen))
                .sort((a, b) => place(b.job) - place(a.job) || a.sequence - b.sequence);
              expect(ready.hasNext).toBe(expected !== undefined);
              expect(ready.pop()).toBe(expected);
              if (expected === undefined) break;
              waiting = waiting.filter((other) => other !== expected);
              held.push(expected);
              break;
            }
            case "withdraw": {
              const [taken] = waiting.splice(one.which % Math.max(1, waiting.length), 1);
              taken?.withdraw();
              break;
            }
            case "end": {
              const [ended] = held.splice(one.which % Math.max(1, held.length), 1);
              ended?.release();
              ended?.release(); // the second time does nothing
              break;
            }
            default:
              one satisfies never;
          }
        });
      }),
      trials("ready queues", 1000),
    );
  });
});
