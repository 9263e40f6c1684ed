import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";

async function demo() {
  const program = ["--conditions=@stepspan/source", "--disable-warning=ExperimentalWarning"];
  const child = spawn(process.execPath, [...program, resolve(import.meta.dirname, "main.ts")], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const end = new Promise((settle) => child.once("close", (code, signal) => settle(signal ?? code)));
  const [written, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { written, complaints, end: await end };
}

describe("the demo of a cluster", () => {
  it("comes to its end though a worker and an orchestrator are killed, and says where all ran", {
    timeout: 120_000,
  }, async () => {
    const { written, complaints, end } = await demo();
    expect({ complaints, end }).toEqual({ complaints: "", end: 0 });
    expect(written).toMatch(/worker 2 was killed\n/);
    expect(written).toMatch(/orchestrator \d was killed, which had the run\n/);
    expect(written).toMatch(/^500 steps succeeded in 550 attempts\.$/m);
    expect(written).toMatch(/^\d+ attempts were repeated: those that were open in worker 2 when it was killed\.$/m);
    const calls = [...written.matchAll(/^worker (\d) +process \d+ +(\d+) calls( {2}killed)?$/gm)];
    expect(calls.map(([, number, , killed]) => `${number}${killed ?? ""}`)).toEqual(["1", "2  killed", "3", "4"]);
    for (const [, , count] of calls) expect(Number(count)).toBeGreaterThan(0);
    const repeated = Number(/^(\d+) attempts were repeated/m.exec(written)?.[1]);
    expect(calls.reduce((sum, [, , count]) => sum + Number(count), 0)).toBe(550 + repeated);
  });
});
