import { createEngine, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { ended } from "../support/trial.ts";

describe("stepState", () => {
  const work = workflow("work").step("count", {
    params: { day: ({ input }) => (input as { day: string }).day, times: 2, format: () => "short" },
    keepInState: ["day", "times"],
    run: (_, { stepState }) => [
      stepState.processCount,
      stepState.get("day"),
      stepState.get("times"),
      stepState.has("format"),
    ],
  });

  it("counts the calls of its step, and keeps the parameters that are named", async () => {
    await using engine = createEngine();
    expect((await engine.run(work, { day: "monday" })).output).toEqual([1, "monday", 2, false]);
    expect((await engine.run(work, { day: "tuesday" })).output).toEqual([2, "tuesday", 2, false]);
  });

  it("counts attempts one by one, and the same in a fork", async () => {
    await using engine = createEngine();
    const counts: number[] = [];
    const shaky = workflow("work").step("count", {
      retry: { attempts: 3 },
      run: (_, context) => {
        counts.push(context.fork().stepState.processCount, context.stepState.processCount);
        if (context.attempt < 3) throw new Error("again");
      },
    });
    await engine.run(shaky);
    expect(counts).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it("refuses to keep a parameter that cannot be kept, at once and without a retry", async () => {
    await using engine = createEngine();
    let calls = 0;
    const run = await ended(
      engine.run(
        workflow("work").step("count", {
          params: { socket: new (class Socket {})() },
          keepInState: ["socket"],
          retry: { attempts: 3 },
          run: () => void calls++,
        }),
      ),
    );
    expect([calls, run.span("count").attempts.length]).toEqual([0, 1]);
    expect(run.errors[0]?.message).toBe(
      'Step "count" failed on attempt 1: The state of step "count" of workflow "work" cannot be recorded: .socket is an instance of Socket. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    );
  });
});
