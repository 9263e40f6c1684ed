import { testRun } from "@stepspan/vitest";
import { describe, expect, it } from "vitest";
import { queues, weather } from "./rate-limited-queue.ts";

describe("weather", () => {
  it("starts five calls in the first second and the others in the next", async () => {
    const run = await testRun(weather, { queues });

    expect(run).toHaveSucceeded();
    expect(run.spans.map(({ startedAt }) => startedAt)).toEqual([0, 0, 0, 0, 0, 1000, 1000]);
  });

  it("has two calls open at most", async () => {
    let open = 0;
    let most = 0;
    const call = async () => {
      open += 1;
      most = Math.max(most, open);
      await Promise.resolve();
      open -= 1;
    };
    const mocks = Object.fromEntries(weather.plan.steps.map(({ name }) => [name, call]));
    await testRun(weather, { queues, mocks });

    expect(most).toBe(2);
  });
});
