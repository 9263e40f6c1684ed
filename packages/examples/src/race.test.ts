import { testRun } from "@stepspan/vitest";
import { describe, expect, it } from "vitest";
import { fastest } from "./race.ts";

describe("fastest", () => {
  it("takes the first answer and stops the other server", async () => {
    const run = await testRun(fastest, { input: { north: 60_000, south: 10 } });

    expect(run.output).toBe("an answer from south");
    expect(run).toHaveCancelled("north");
    expect(run.span("north").cancelled).toEqual({ kind: "race", step: "first" });
  });

  it("does without a server that is down", async () => {
    const run = await testRun(fastest, { input: { north: -1, south: 10 } });

    expect(run).toHaveSucceeded();
    expect(run).toHaveFailed("north");
    expect(run.output).toBe("an answer from south");
  });

  it("fails if both are down, with both reasons", async () => {
    const run = await testRun(fastest, { input: { north: -1, south: -1 } });

    expect(run).toHaveFailed("first");
    expect(run.span("first").error?.cause).toBeInstanceOf(AggregateError);
  });
});
