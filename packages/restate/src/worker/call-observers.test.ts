import type { ObservedAttempt, Observer } from "@stepspan/engine";
import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { callsOf } from "../../../../test/restate/support/called-steps.ts";

const progress = defineEvent("progress", z.number());

describe("the observers of a worker", () => {
  it("hear of the call as of a run that goes on here, of what it emits, and of its end", async () => {
    const heard: unknown[] = [];
    const observer: Observer = {
      onEvent: (event, run) => void heard.push([event.type, run.runId, run.workflow, run.resumedFrom?.metadata]),
      aroundAttempt: ({ path, attempt }: ObservedAttempt, body) => {
        heard.push(["around", path, attempt]);
        body();
        heard.push("left");
      },
      onEnd: ({ runId }) => void heard.push(["end", runId]),
    };
    const inner = workflow("inner").step("work", { run: (_: object, { emit }) => emit(progress, 1) });
    const call = callsOf(workflow("outer").subflow("below", { workflow: inner }), { observers: [observer] });
    await call("below/work", { attempt: 2 }).output;
    expect(heard).toEqual([
      ["attempt-started", "run-1", "outer", {}],
      ["around", "below/work", 2],
      ["event-emitted", "run-1", "outer", {}],
      "left",
      ["end", "run-1"],
    ]);
  });
});
