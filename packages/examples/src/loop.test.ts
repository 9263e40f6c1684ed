import { testRun } from "@stepspan/vitest";
import { describe, expect, it } from "vitest";
import { squareRoot } from "./loop.ts";

describe("squareRoot", () => {
  it("ends as soon as the guess is good", async () => {
    const run = await testRun(squareRoot, { input: { square: 2 } });

    expect(run.output).toBe("1.4142");
    expect(run.span("guess").items.map(({ path }) => path)).toEqual(["guess#1", "guess#2", "guess#3", "guess#4"]);
  });

  it("ends after ten guesses, and says that the last one is not good", async () => {
    const run = await testRun(squareRoot, { input: { square: 1e12 } });

    expect(run.span("guess").items).toHaveLength(10);
    expect(run.span("guess").vars).toEqual({ exhausted: true });
    expect(run.output).toMatch(/^about /);
  });
});
