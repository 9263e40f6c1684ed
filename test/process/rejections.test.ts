import { describe, expect, it } from "vitest";
import { runProgram } from "./run-program.ts";

describe("a rejection that a step leaves alone", { timeout: 60_000 }, () => {
  it("ends the process, as Node does with every such rejection", async () => {
    const { code, printed, stderr } = await runProgram("unawaited-rejection");
    expect(printed).toEqual([]);
    expect(stderr).toContain("Error: nobody waits for me");
    expect(code).toBe(1);
  });

  it("goes to the program's own listener if there is one, and the run goes on", async () => {
    const { code, printed } = await runProgram("unawaited-rejection", "handled");
    expect(printed).toEqual([{ unhandled: "nobody waits for me" }, "went on"]);
    expect(code).toBe(0);
  });
});

describe("a failed run", { timeout: 60_000 }, () => {
  it("causes no unhandled rejection if only its events are listened to", async () => {
    const { code, printed, stderr } = await runProgram("failed-and-unawaited");
    expect(printed).toEqual(["failed"]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });
});
