/**
 * Measures how the time to resume a run grows with its journal: for each shape the microseconds of processor time per
 * event at 10,000 and 100,000 events, and the ratio of the two. Linear growth has a ratio of 1.
 */
import { memoryStore } from "@stepspan/engine";
import { leaveRun, longRuns, resumingTime } from "../test/durability/long-journal.ts";

const sizes = [10_000, 100_000];
const rounds = 5;

const rows: Record<string, Record<string, string>> = {};
for (const [shape, build] of Object.entries(longRuns)) {
  const row: Record<string, string> = {};
  const costs: number[] = [];
  for (const size of sizes) {
    const [store, long] = [memoryStore(), build(size)];
    const events = await leaveRun(store, long, "run");
    let best = Infinity;
    for (let round = 0; round < rounds; round++) {
      best = Math.min(best, (await resumingTime(store, long, "run")) / events);
    }
    costs.push(best);
    row[`${size / 1000}k`] = `${events} events, ${best.toFixed(2)} µs each`;
  }
  rows[shape] = { ...row, ratio: (costs[1]! / costs[0]!).toFixed(2) };
}
console.table(rows);
