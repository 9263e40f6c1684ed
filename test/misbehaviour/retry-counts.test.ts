import { workflow } from "@stepspan/dsl";
import { createEngine, DefinitionError } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { describe, expect, it } from "vitest";
import { journalObserver } from "../support/journaled.ts";
import { turn } from "../support/turn.ts";
import { failureOf } from "./run-failure.ts";

const broken = () => {
  throw new Error("broken");
};

describe("a number of attempts", () => {
  it.each([0, -1, Number.NaN, 1.5, -Infinity, null as never])("of %s is refused where it is written", (attempts) => {
    expect(() => workflow("retrying").step("work", { retry: { attempts }, run: broken })).toThrow(
      new DefinitionError(
        `Step "work" of workflow "retrying" got ${attempts} as retry.attempts. Give a whole number of at least 1, or Infinity.`,
      ),
    );
  });

  it("of Infinity goes on until an attempt succeeds", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock });
    const retrying = workflow("retrying").step("work", {
      retry: { attempts: Infinity, delay: 10 },
      run: (_params, { attempt }) => (attempt < 200 ? broken() : attempt),
    });
    const result = engine.run(retrying);
    for (let step = 1; step < 200; step++) {
      await turn();
      clock.advance(10);
    }
    const run = await result;
    expect(run.output).toBe(200);
    expect(run.span("work").attempts).toHaveLength(200);
  });

  it("of Infinity without a delay goes on until it is cancelled, and lets other things happen between", async () => {
    const observer = journalObserver((event) => {
      if (event.type === "attempt-started" && event.attempt === 5) setImmediate(() => handle.cancel("enough"));
    });
    const engine = createEngine({ observers: [observer] });
    const retrying = workflow("retrying").step("work", { retry: { attempts: Infinity }, run: broken });
    const handle = engine.start(retrying);
    const { run } = await failureOf(handle.result);
    expect(run.span("work").attempts.length).toBeGreaterThanOrEqual(5);
    expect(run.span("work").cancelled).toEqual({ kind: "cancel", reason: "enough" });
  });

  it("of Infinity ends with a failure elsewhere", async () => {
    const clock = createManualClock();
    const engine = createEngine({ clock });
    const retrying = workflow("retrying")
      .step("work", { retry: { attempts: Infinity, delay: "1h" }, run: broken })
      .step("fail", { run: broken });
    const { run } = await failureOf(engine.run(retrying));
    expect(run.span("work").cancelled).toEqual({ kind: "failFast", step: "fail" });
    expect(clock.nextTimer).toBeNull();
  });

  it("of 1 is one", async () => {
    const once = workflow("retrying").step("work", { retry: { attempts: 1 }, run: broken });
    const { run } = await failureOf(createEngine().run(once));
    expect(run.span("work").attempts).toHaveLength(1);
  });
});
