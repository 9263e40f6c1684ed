import { testRun } from "@stepspan/vitest";
import { describe, expect, it } from "vitest";
import { askPatiently } from "./retry-and-timeout.ts";

describe("askPatiently", () => {
  it("asks again after a refusal and after a timeout, each time later", async () => {
    const run = await testRun(askPatiently);

    expect(run).toHaveSucceeded();
    expect(run.output).toBe("forty-two");
    expect(run.span("ask").attempts).toMatchObject([
      { number: 1, startedAt: 0, error: { message: expect.stringContaining("503 Service Unavailable") } },
      { number: 2, startedAt: 50, finishedAt: 150, error: { code: "STEP_TIMEOUT" } },
      { number: 3, startedAt: 250, error: null },
    ]);
  });

  it("fails after the fourth attempt", async () => {
    const ask = () => {
      throw new Error("closed for good");
    };
    const run = await testRun(askPatiently, { mocks: { ask } });

    expect(run).toHaveFailed("ask");
    expect(run.span("ask").attempts.map(({ startedAt }) => startedAt)).toEqual([0, 50, 150, 350]);
  });
});
