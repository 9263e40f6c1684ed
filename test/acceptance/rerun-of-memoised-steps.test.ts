import { createEngine, workflow } from "stepspan";
import { expect, it } from "vitest";

it("a rerun calls a memoised step again, and what it gives then is what later runs use", async () => {
  let calls = 0;
  const counted = workflow("counted").step("count", { cache: true, run: () => ++calls });
  await using engine = createEngine();
  const first = await engine.run(counted);
  expect((await engine.run(counted)).output).toBe(1);
  const again = await (await engine.rerun(first.runId, { from: "count" })).result;
  expect(again.output).toBe(2);
  expect((await engine.run(counted)).output).toBe(2);
  expect(calls).toBe(2);
});
