import { describe, expect, it } from "vitest";
import { DefinitionError } from "../errors/definition-errors.ts";
import { isPerRun, perRun } from "./per-run.ts";

describe("perRun", () => {
  it("is known from all other resources", () => {
    const pretender = new Proxy({}, { has: () => true, get: () => () => "made" });
    expect(isPerRun(perRun(() => 1))).toBe(true);
    expect([null, undefined, () => 1, {}, pretender].map(isPerRun)).toEqual([false, false, false, false, false]);
  });

  it("refuses what is no function", () => {
    expect(() => perRun({} as () => unknown)).toThrow(
      new DefinitionError(
        "perRun got an object ([object Object]). Give a function that makes the resource: perRun(() => openDatabase()).",
      ),
    );
  });
});
