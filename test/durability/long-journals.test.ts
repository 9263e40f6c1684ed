import { memoryStore } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { leaveRun, longRuns, resumingTime } from "./long-journal.ts";

const rounds = 4;

/** Microseconds of processor time per event; the best of some rounds, since other programs only add to it. */
async function costPerEvent(shape: string, size: number): Promise<number> {
  const [store, long] = [memoryStore(), longRuns[shape]!(size)];
  const events = await leaveRun(store, long, "run");
  expect(events).toBeGreaterThanOrEqual(size);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await resumingTime(store, long, "run"));
  return Math.min(...times) / events;
}

describe("a journal of 100,000 events", () => {
  it.each(Object.keys(longRuns))(
    "costs per event about what one of 10,000 costs when it is resumed: %s",
    {
      timeout: 600_000,
    },
    async (shape) => {
      const [small, large] = [await costPerEvent(shape, 10_000), await costPerEvent(shape, 100_000)];
      console.log(`${shape}: ${small.toFixed(2)} µs per event of 10,000, ${large.toFixed(2)} µs of 100,000`);
      expect(large / small).toBeLessThan(5); // what is quadratic has a ratio of 10
    },
  );
});
