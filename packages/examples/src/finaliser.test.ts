import { testRun } from "@stepspan/vitest";
import { describe, expect, it, vi } from "vitest";
import { borrowMachine } from "./finaliser.ts";

describe("borrowMachine", () => {
  it("gives the machine back after the work", async () => {
    const run = await testRun(borrowMachine, { input: { job: "sums" } });

    expect(run).toHaveSucceeded();
    expect(run).toHaveRunBefore("work", "stopMachine");
    expect(run.output).toBe("sums done on machine-1");
  });

  it("gives the machine back although the work failed, and the run fails", async () => {
    const stopMachine = vi.fn();
    const run = await testRun(borrowMachine, { input: { job: "" }, mocks: { stopMachine } });

    expect(run).toHaveFailed("work");
    expect(run).toHaveSucceeded("stopMachine");
    expect(run).toHaveFailed();
    expect(stopMachine).toHaveBeenCalledWith({ name: "machine-1" }, expect.anything());
  });

  it("has nothing to give back if there was no machine", async () => {
    const startMachine = () => {
      throw new Error("all machines are rented");
    };
    const stopMachine = vi.fn();
    const run = await testRun(borrowMachine, { input: { job: "sums" }, mocks: { startMachine, stopMachine } });

    expect(run).toHaveSkipped("work", { kind: "upstream", step: "startMachine" });
    expect(stopMachine).toHaveBeenCalledWith({ name: null }, expect.anything());
  });
});
