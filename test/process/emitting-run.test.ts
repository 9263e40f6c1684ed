import { describe, expect, it } from "vitest";
import { runProgram } from "./run-program.ts";

const mostMegabytes = 0.7;

describe("a run that emits 100,000 events of 1 kB", { timeout: 60_000 }, () => {
  it("stays flat with no listener, with one that stopped, and with one that hears them all", async () => {
    const { code, printed, stderr } = await runProgram("emitting-run");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const [grown] = printed as [Record<string, number>]; // it prints one line
    console.log("megabytes that stay:", grown);
    expect(Object.keys(grown)).toEqual(["nobody", "stopped", "stoppedWhileItWaits", "hearsAll"]);
    expect(Object.entries(grown).filter(([, megabytes]) => megabytes > mostMegabytes)).toEqual([]);
  });
});
