import { describe, expect, it } from "vitest";
import { runProgram } from "./run-program.ts";

describe("many engines in one process", { timeout: 60_000 }, () => {
  it("keep to themselves, and the process has one listener for all of them", async () => {
    const { code, printed, stderr } = await runProgram("many-engines");
    expect(printed).toEqual([
      { outputs: [2], listeners: 0 },
      { listeners: 1 },
      { stalls: ["StalledRunError"], listeners: 0 },
      { warnings: [], alive: [] },
    ]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });
});

describe("two copies of the engine in one process", { timeout: 60_000 }, () => {
  it("of one version share the context of a run", async () => {
    const { code, printed } = await runProgram("two-copies");
    const seen = [
      ["look", "given"],
      ["look", "given"],
    ];
    expect(printed).toEqual([{ isACopy: true }, seen, seen]);
    expect(code).toBe(0);
  });

  it("of versions that carry it in other ways say so, wherever they meet", async () => {
    const { code, printed } = await runProgram("two-copies", "other");
    const message =
      "Two versions of @stepspan/engine are loaded that cannot share a run context (3 and 4). Install one version only.";
    expect(printed).toEqual([
      { isACopy: true },
      { name: "RunError", message: `Step "look" failed on attempt 1: DefinitionError: ${message}` },
      { name: "DefinitionError", message },
    ]);
    expect(code).toBe(0);
  });
});
