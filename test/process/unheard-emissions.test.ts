import { describe, expect, it } from "vitest";
import { runProgram } from "./run-program.ts";

/** A listener that never goes on keeps 1,024 events of 1 kB. */
const mostMegabytes: Readonly<Record<string, number>> = {
  nobody: 0.5,
  stopped: 0.5,
  stoppedWhileItWaits: 0.5,
  neverStarted: 0.5,
  neverGoesOn: 3,
};

describe("100,000 emitted events of 1 kB", { timeout: 60_000 }, () => {
  it("stay in memory for nobody, and for a listener that never goes on only the last of them", async () => {
    const { code, printed, stderr } = await runProgram("unheard-emissions");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const [grown] = printed as [Record<string, number>]; // it prints one line
    console.log("megabytes that stay:", grown);
    expect(Object.keys(grown)).toEqual(Object.keys(mostMegabytes));
    expect(Object.entries(grown).filter(([name, megabytes]) => megabytes > mostMegabytes[name]!)).toEqual([]);
  });
});
