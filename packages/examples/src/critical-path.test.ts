import { testRun } from "@stepspan/vitest";
import { expect, it } from "vitest";
import { release } from "./critical-path.ts";

/** The order in which steps start, one at a time. */
async function startOrder(schedule: "fifo" | "critical-path"): Promise<readonly string[]> {
  const run = await testRun(release, { concurrency: 1, schedule });
  return run.spans.map(({ name }) => name);
}

it("starts in the order written, or with what takes longest until the end", async () => {
  expect(await startOrder("fifo")).toEqual(["icons", "pages", "prices", "record", "cut", "publish"]);
  expect(await startOrder("critical-path")).toEqual(["record", "cut", "pages", "icons", "prices", "publish"]);
});
