import { describe, expect, it } from "vitest";
import { runProgram } from "./run-program.ts";

const statuses = ["succeeded", "succeeded", "failed", "failed", "failed", "cancelled", "failed"];

describe("a process whose runs are over", { timeout: 60_000 }, () => {
  it.each([[[]], [["close"]]])("exits by itself, and nothing keeps it alive (%j)", async (parameters) => {
    const { code, printed, stderr } = await runProgram("exits-by-itself", ...parameters);
    expect(printed).toEqual([...statuses, []]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("exits after close, whatever waited: for a rate, a slot, a retry or a promise", async () => {
    const { code, printed, stderr } = await runProgram("close-with-waiting-jobs");
    expect(printed).toEqual([
      ["cancelled", 49],
      ["cancelled", 3],
      'The engine was closed, so it cannot run workflow "waiting". Create another engine.',
      [],
    ]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("keeps nothing of attempts that were abandoned", async () => {
    const { code, printed } = await runProgram("abandoned-attempts");
    expect(printed).toEqual([{ made: 200, left: 0 }, []]);
    expect(code).toBe(0);
  });
});
