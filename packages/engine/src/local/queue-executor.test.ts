import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import type { JobSource, Slot } from "../ports/executor.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import { createQueueExecutor, type QueueLimits } from "./queue-executor.ts";

interface JobCase {
  readonly queue: "narrow" | "rated" | null;
  readonly priority: number;
  readonly rank: number;
  readonly group: 0 | 1 | null;
}

/** One turn: jobs are submitted together, an open one ends, a waiting one is taken back, or time passes. */
type Action =
  | { readonly kind: "submit"; readonly jobs: readonly JobCase[] }
  | { readonly kind: "end" | "withdraw"; readonly which: number }
  | { readonly kind: "pass"; readonly ms: number };

const limits = { engine: 3, narrow: 2, groups: [1, 2], rate: { limit: 2, intervalMs: 10 } } as const;

const queues = new Map<string, QueueLimits>([
  ["narrow", { concurrency: limits.narrow, rate: null }],
  ["rated", { concurrency: Infinity, rate: limits.rate }],
]);

/** The scheduler as one would explain it: after each action the first of the sorted list that may start does, again and again. */
class SlowScheduler {
  readonly started: number[] = [];
  readonly waiting: { readonly id: number; readonly job: JobCase }[] = [];
  readonly open: { readonly id: number; readonly job: JobCase }[] = [];
  #ratedStarts: number[] = [];

  startWhatCan(now: number): void {
    this.waiting.sort((a, b) => b.job.priority - a.job.priority || b.job.rank - a.job.rank || a.id - b.id);
    const next = this.waiting.find(({ job }) => this.#mayStart(job, now));
    if (next === undefined) return;
    this.waiting.splice(this.waiting.indexOf(next), 1);
    this.open.push(next);
    this.started.push(next.id);
    if (next.job.queue === "rated") this.#ratedStarts.push(now);
    this.startWhatCan(now);
  }

  #mayStart({ queue, group }: JobCase, now: number): boolean {
    const openOf = (matches: (job: JobCase) => boolean) => this.open.filter(({ job }) => matches(job)).length;
    if (this.open.length >= limits.engine) return false;
    if (queue === "narrow" && openOf((job) => job.queue === "narrow") >= limits.narrow) return false;
    if (group !== null && openOf((job) => job.group === group) >= limits.groups[group]) return false;
    const recent = this.#ratedStarts.filter((start) => start > now - limits.rate.intervalMs);
    return queue !== "rated" || recent.length < limits.rate.limit;
  }
}

const job: fc.Arbitrary<JobCase> = fc.record({
  queue: fc.constantFrom(null, "narrow", "rated"),
  priority: fc.integer({ min: -1, max: 2 }),
  rank: fc.nat({ max: 2 }),
  group: fc.constantFrom(null, 0, 1),
});

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant("submit"), jobs: fc.array(job, { minLength: 1, maxLength: 4 }) }),
  fc.record({ kind: fc.constantFrom("end", "end", "withdraw"), which: fc.nat({ max: 9 }) }),
  fc.record({ kind: fc.constant("pass"), ms: fc.integer({ min: 1, max: 12 }) }),
);

/** The source of the even or of the odd jobs: it hears of all that were started since somebody heard last. */
function createSource(parity: number, started: readonly number[], heard: number[]): JobSource {
  return {
    started() {
      const batch = started.slice(heard.length);
      expect(batch.length).toBeGreaterThan(0);
      expect(batch.every((id) => id % 2 === parity)).toBe(true);
      heard.push(...batch);
    },
  };
}

describe("the queue executor", () => {
  it("starts the jobs that a slow obvious scheduler would, in its order", { timeout: 120_000 }, async () => {
    const property = fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
      const clock = createManualClock();
      const executor = createQueueExecutor(limits.engine, queues, clock);
      const slow = new SlowScheduler();
      const groups = limits.groups.map((concurrency) => ({ concurrency }));
      const started: number[] = [];
      const heard: number[] = [];
      const sources = [0, 1].map((number) => createSource(number, started, heard));
      const slots = new Map<number, Slot>();
      let ids = 0;
      const submit = (submitted: JobCase) => {
        const id = ids++;
        const { queue, priority, rank, group } = submitted;
        const start = () => void started.push(id);
        const source = sources[id % 2]!;
        const own = group === null ? null : groups[group]!;
        slots.set(id, executor.submit({ queue, priority, rank, group: own, source, start }));
        slow.waiting.push({ id, job: submitted });
      };
      for (const one of actions) {
        switch (one.kind) {
          case "submit":
            one.jobs.forEach(submit);
            break;
          case "end": {
            const [ended] = slow.open.splice(one.which % Math.max(1, slow.open.length), 1);
            if (ended !== undefined) slots.get(ended.id)!.release();
            break;
          }
          case "withdraw": {
            const [taken] = slow.waiting.splice(one.which % Math.max(1, slow.waiting.length), 1);
            if (taken !== undefined) slots.get(taken.id)!.withdraw();
            break;
          }
          case "pass":
            clock.advance(one.ms);
            break;
          default:
            one satisfies never;
        }
        await new Promise((resolve) => setImmediate(resolve));
        slow.startWhatCan(clock.now());
        expect(started).toEqual(slow.started);
        expect(heard).toEqual(started); // each source, of its jobs that started one behind the other
      }
      executor.close();
      expect(clock.nextTimer).toBe(null);
    });
    await fc.assert(property, trials("queue executors", 1000));
  });

  it("starts nothing after it was closed, and leaves no timer", async () => {
    const clock = createManualClock();
    const executor = createQueueExecutor(
      1,
      new Map([["slow", { concurrency: 1, rate: { limit: 1, intervalMs: 10 } }]]),
      clock,
    );
    const started: string[] = [];
    const jobOf = (name: string) => ({
      queue: "slow",
      priority: 0,
      rank: 0,
      group: null,
      source: { started: () => undefined },
      start: () => void started.push(name),
    });
    const first = executor.submit(jobOf("first"));
    executor.submit(jobOf("second"));
    await new Promise((resolve) => setImmediate(resolve));
    first.release();
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.nextTimer).toBe(10);
    executor.submit(jobOf("third"));
    executor.close();
    expect(clock.nextTimer).toBe(null);
    clock.advance(100);
    await new Promise((resolve) => setImmediate(resolve));
    expect(started).toEqual(["first"]);
  });
});
