import { testRun } from "@stepspan/vitest";
import { workflow } from "stepspan";
import { expect, it } from "vitest";

const pair = workflow("pair")
  .step("first", { run: () => 1 })
  .step("second", { params: { value: ({ stepSpan }) => stepSpan("first").output }, run: ({ value }) => value + 1 });

it("asserts spans from the packed packages", async () => {
  const run = await testRun(pair);
  expect(run).toHaveSucceeded();
  expect(run).toHaveRunBefore("first", "second");
});
