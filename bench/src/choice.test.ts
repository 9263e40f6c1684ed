import { describe, expect, it } from "vitest";
import { chosenForm, chosenIds } from "./choice.ts";
import { engineIds } from "./rounds.ts";

describe("what the command line chooses", () => {
  it("is everything unless something is named", () => {
    expect(chosenIds(undefined, engineIds)).toEqual(engineIds);
    expect(new Set(chosenForm({ full: true }).cells.map(({ shape }) => shape)).size).toBe(4);
  });

  it("is in the order of the table", () => {
    expect(chosenIds("stepspan,promises", engineIds)).toEqual(["promises", "stepspan"]);
    const { cells, rounds } = chosenForm({ full: false, shape: "layers,chain", rounds: "7" });
    expect([cells.map(({ shape }) => shape), rounds]).toEqual([["chain", "layers"], 7]);
  });

  it("is refused if there is no such thing", () => {
    expect(() => chosenIds("stepspam", ["promises", "stepspan"])).toThrow(
      new Error('--engine got "stepspam", which is not there. Choose from: promises, stepspan.'),
    );
    expect(() => chosenForm({ full: false, shape: "ring" })).toThrow(
      new Error('--shape got "ring", which is not there. Choose from: fan-out, chain, layers, diamond.'),
    );
    expect(() => chosenForm({ full: false, rounds: "0" })).toThrow(
      new Error('--rounds got "0". Give a whole number of at least 1.'),
    );
  });
});
