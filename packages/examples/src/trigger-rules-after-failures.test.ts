import { testRun } from "@stepspan/vitest";
import { describe, expect, it } from "vitest";
import { checkAll } from "./trigger-rules-after-failures.ts";

describe("checkAll", () => {
  it("publishes if nothing is wrong", async () => {
    const run = await testRun(checkAll, { input: { broken: [] } });

    expect(run).toHaveSucceeded();
    expect(run).toHaveSucceeded("publish");
    expect(run).toHaveSucceeded("noneFailed");
    expect(run).toHaveSucceeded("oneSucceeded");
    expect(run).toHaveSkipped("allFailed", "guard");
  });

  it("goes on to its end after a failure, and fails", async () => {
    const run = await testRun(checkAll, { input: { broken: ["types"] } });

    expect(run).toHaveFailed();
    expect(run).toMatchSpanGraph(`
      check-all       failed
        types         failed: "The types are wrong"
        tests
        allFailed     <- types, tests  skipped: guard
        oneSucceeded  <- types, tests
        noneFailed    <- types         skipped: guard
        publish       <- types, tests  skipped: upstream types
    `);
  });

  it("tells that everything is wrong if every check failed", async () => {
    const run = await testRun(checkAll, { input: { broken: ["types", "tests"] } });

    expect(run).toHaveFailed();
    expect(run).toHaveSucceeded("allFailed");
    expect(run).toHaveSkipped("oneSucceeded", "guard");
    expect(run).toHaveSkipped("noneFailed", "guard");
    expect(run.errors).toHaveLength(2);
  });
});
