import { testRun } from "@stepspan/vitest";
import { expect, it } from "vitest";
import { quickStart } from "./quick-start.ts";

it("asks two things at once and says them in one sentence", async () => {
  const run = await testRun(quickStart);

  expect(run).toHaveSucceeded();
  expect(run).toHaveRunBefore("city", "sentence");
  expect(run.output).toBe("21 °C in Vienna");
});
