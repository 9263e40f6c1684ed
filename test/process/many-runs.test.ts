import { expect, it } from "vitest";
import { makeManyRuns } from "./many-runs.ts";
import { heapCourse, soakProblems } from "./soak-problems.ts";

/** The small form of `pnpm soak`, with stores that are full after the warm-up. */
const plan = { runs: 20_000, samples: 20, keepEvents: 20_000, exitMs: 30_000 };
/** A listener or a timer for each run would be 200 bytes and more. */
const limits = { warmUpRuns: 8000, spreadBytes: 10_000_000, bytesPerRun: 100 };

it("20,000 runs of six kinds leave nothing behind", { timeout: 300_000 }, async () => {
  const left = await makeManyRuns(plan, () => undefined);
  expect(soakProblems(left, plan, limits)).toEqual([]);
  expect(left.samples.at(-1)?.runs).toBe(20_000);
  console.log("the heap after the warm-up:", heapCourse(left.samples, limits.warmUpRuns));
});
