import { testRun } from "@stepspan/vitest";
import { describe, expect, it } from "vitest";
import { askMirrors } from "./trigger-rules.ts";

async function reactionsTo(broken: string[]): Promise<readonly string[]> {
  const run = await testRun(askMirrors, { input: { broken } });
  expect(run).toHaveSucceeded();
  const reactions = ["allFailed", "oneSucceeded", "noneFailed"] as const;
  return reactions.filter((name) => run.span(name).status === "succeeded");
}

describe("askMirrors", () => {
  it("compares the two if both answer", async () => {
    expect(await reactionsTo([])).toEqual(["oneSucceeded", "noneFailed"]);
  });

  it("takes what is there if one answers", async () => {
    expect(await reactionsTo(["north"])).toEqual(["oneSucceeded"]);
    expect(await reactionsTo(["south"])).toEqual(["oneSucceeded"]);
  });

  it("calls for help if none answers, and succeeds: the failures are tolerated", async () => {
    expect(await reactionsTo(["north", "south"])).toEqual(["allFailed"]);
  });
});
