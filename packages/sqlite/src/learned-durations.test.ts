import { createEngine, type EngineOptions, type StepDefinition } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { stepOf, workflowOf } from "../../../test/support/definitions.ts";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { sqliteStore } from "./sqlite-store.ts";

/** A workflow whose second step takes longer than its first, and the order in which runs of it have started them. */
function longerLast() {
  const clock = createManualClock(1000);
  const started: string[] = [];
  const step = (name: string, ms: number): StepDefinition =>
    stepOf(name, {
      run: () => {
        started.push(name);
        clock.advance(ms);
      },
    });
  return { clock, started, workflow: workflowOf([step("short", 10), step("long", 500)], { name: "w" }) };
}

describe("an engine on a file", () => {
  const engineOn = (path: string, options: EngineOptions) => {
    const store = sqliteStore(path);
    onTestFinished(() => store.close());
    return createEngine({ ...options, store, concurrency: 1 });
  };

  it("goes by what runs of another engine took, which had the file before", async () => {
    const path = temporaryFile();
    const { clock, started, workflow } = longerLast();
    const orders = [
      ["short", "long"],
      ["long", "short"],
    ];
    for (const expected of orders) {
      await using engine = engineOn(path, { clock, schedule: "critical-path" });
      await engine.run(workflow);
      expect(started.splice(0)).toEqual(expected);
    }
    const store = sqliteStore(path);
    onTestFinished(() => store.close());
    expect(await store.durations.read("w", workflow.plan.fingerprint)).toEqual(
      new Map([
        ["short", { mean: 10, count: 2 }],
        ["long", { mean: 500, count: 2 }],
      ]),
    );
  });

  it("goes by what runs of another engine take that has the file at the same time", async () => {
    const path = temporaryFile();
    const { clock, started, workflow } = longerLast();
    await using one = engineOn(path, { clock, schedule: "critical-path" });
    await using other = engineOn(path, { clock, schedule: "critical-path" });
    await one.run(workflow);
    await other.run(workflow);
    expect(started).toEqual(["short", "long", "long", "short"]);
  });
});
