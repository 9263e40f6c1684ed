import { createReplayingEngine } from "@stepspan/engine/testing";
import { type AttemptMetadata, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

describe("retry attempt numbers", () => {
  it("count up in context.metadata, with the times of each attempt", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("work").step("shaky", {
        retry: { attempts: 3, delay: 1000, backoff: "exponential" },
        run: steps.held("shaky"),
      }),
      { createEngine: createReplayingEngine },
    );
    const begun = trial.clock.now();
    const seen: AttemptMetadata[] = [];
    const look = () => void seen.push(steps.context("shaky").metadata);
    look();
    await trial.advance(50);
    look();
    await steps.fail("shaky");
    look();
    await trial.advance(1000);
    look();
    await trial.advance(7);
    await steps.fail("shaky");
    await trial.advance(2000);
    look();
    await trial.advance(3);
    await steps.succeed("shaky");
    look();
    expect(seen).toEqual([
      { attempt: 1, startedAt: begun, finishedAt: null, duration: 0 },
      { attempt: 1, startedAt: begun, finishedAt: null, duration: 50 },
      { attempt: 1, startedAt: begun, finishedAt: begun + 50, duration: 50 },
      { attempt: 2, startedAt: begun + 1050, finishedAt: null, duration: 0 },
      { attempt: 3, startedAt: begun + 3057, finishedAt: null, duration: 0 },
      { attempt: 3, startedAt: begun + 3057, finishedAt: begun + 3060, duration: 3 },
    ]);
    const run = await trial.end();
    expect(
      run.span("shaky").attempts.map(({ number, startedAt, finishedAt }) => [number, startedAt, finishedAt]),
    ).toEqual([
      [1, begun, begun + 50],
      [2, begun + 1050, begun + 1057],
      [3, begun + 3057, begun + 3060],
    ]);
  });

  it("are those of each item by itself, and the same on context.attempt", async () => {
    const seen: string[] = [];
    await using engine = createReplayingEngine();
    const run = await engine.run(
      workflow("work").map("each", {
        over: [1, 2, 3],
        params: { n: ({ item }) => item },
        retry: { attempts: 3 },
        run: ({ n }, { path, attempt, metadata }) => {
          seen.push(`${path} ${metadata.attempt} ${attempt}`);
          if (attempt < n) throw new Error("again");
          return attempt;
        },
      }),
    );
    expect(run.output).toEqual([1, 2, 3]);
    expect(seen.sort()).toEqual([
      "each[0] 1 1",
      "each[1] 1 1",
      "each[1] 2 2",
      "each[2] 1 1",
      "each[2] 2 2",
      "each[2] 3 3",
    ]);
  });

  it("go on where they were after a snapshot", async () => {
    const steps = createHeldSteps();
    const work = workflow("work").step("shaky", {
      retry: { attempts: 3, delay: 1000 },
      run: steps.held("shaky"),
    });
    const before = await begin(work);
    await steps.fail("shaky");
    const snapshot = JSON.parse(JSON.stringify(await before.handle.snapshot()));
    const other = await begin(workflow("other").step("none", { run: () => 1 }), { engine: { workflows: [work] } });
    const handle = other.engine.resume(snapshot);
    await other.advance(0);
    expect(steps.open).toEqual([]);
    await other.advance(1000);
    expect(steps.context("shaky").metadata).toMatchObject({ attempt: 2, finishedAt: null });
    await steps.fail("shaky");
    await other.advance(1000);
    expect(steps.context("shaky").metadata).toMatchObject({ attempt: 3 });
    await steps.succeed("shaky", "done");
    expect((await handle.result).output).toBe("done");
  });
});
