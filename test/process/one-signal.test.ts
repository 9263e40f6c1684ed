import { describe, expect, it } from "vitest";
import { runProgram } from "./run-program.ts";

describe("one signal of the caller", { timeout: 60_000 }, () => {
  it("gets one listener per run, however many steps, and loses it again, without a warning", async () => {
    const { code, printed, stderr } = await runProgram("one-signal");
    expect(printed).toEqual([
      { steps: 1000, listenersInside: 1 },
      { afterRounds: 0 },
      { afterParallelRuns: 0 },
      { status: "cancelled", left: 0 },
      { warnings: [], alive: [], processListeners: 0 },
    ]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });
});
