import { describe, expect, it } from "vitest";
import { runProgram } from "./run-program.ts";

describe("a step that blocks the event loop", { timeout: 60_000 }, () => {
  it("delays the others and loses nothing: what Node delivers before a timeout counts", async () => {
    const { code, printed } = await runProgram("blocked-loop");
    expect(printed).toEqual([
      [
        'StepTimeoutError: Step "late" did not settle within its timeout of 200 ms (attempt 1). Raise the timeout, or end the work when context.signal is aborted.',
      ],
      [
        // Its timer was due before its timeout, so it rings first although both are late.
        ["timer", "succeeded", "timer rang", 1],
        ["file", "succeeded", true, 1],
        ["late", "failed", null, 1],
        ["retried", "succeeded", "second attempt", 2],
        // It returned as soon as it stopped blocking: no timeout could ring before that.
        ["blocker", "succeeded", "blocked", 1],
      ],
    ]);
    expect(code).toBe(0);
  });
});
