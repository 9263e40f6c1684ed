import { createEngine, type EngineOptions } from "@stepspan/engine";
import { describe, expect, it } from "vitest";

describe("the options of an engine for recovery", () => {
  it("say what is wrong with them", () => {
    const refused = (options: unknown) => {
      try {
        createEngine(options as EngineOptions); // wrong on purpose
      } catch (error) {
        return (error as Error).message;
      }
      return "taken";
    };
    expect(refused({ recover: true })).toBe(
      "createEngine is to recover runs and got no workflows: they are found by their names. Give those whose runs it is to recover: createEngine({ recover: true, workflows: [report] }).",
    );
    expect(refused({ recover: true, workflows: [] })).toBe(refused({ recover: true }));
    expect(refused({ recover: "yes" })).toBe('createEngine got "yes" as recover. Give true or false.');
    expect(refused({ onMismatch: "ignore" })).toBe('createEngine got "ignore" as onMismatch. Give "fail" or "park".');
    for (const maxRecoveries of [0, -1, 1.5, NaN]) {
      expect(refused({ maxRecoveries })).toBe(
        `createEngine got ${maxRecoveries} as maxRecoveries. Give a whole number of at least 1, or Infinity.`,
      );
    }
    for (const leaseTerm of [0, -1]) {
      expect(refused({ leaseTerm })).toBe(
        `createEngine got ${leaseTerm} as leaseTerm. Give milliseconds above 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".`,
      );
    }
    expect(refused({ maxRecoveries: Infinity, leaseTerm: "1m", onMismatch: "park" })).toBe("taken");
  });
});
