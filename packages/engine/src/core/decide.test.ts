import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import { someOutline } from "../../../../test/support/some-outline.ts";
import { type Core, createCore } from "./core.ts";
import type { EventBody } from "./events.ts";
import type { Fact } from "./facts.ts";

const started: EventBody = {
  type: "run-started",
  runId: "run",
  workflow: "test",
  version: null,
  outline: someOutline,
  parentRunId: null,
  rerunOf: null,
  input: null,
  state: {},
  metadata: {},
  timeoutMs: null,
  gracePeriodMs: 20,
  live: false,
  resources: [],
};

const queued: EventBody = { type: "step-queued", path: "work", params: {}, reads: [] };
const failure = new Error("broken");

/** A core of one step that can be tried twice, after these events. */
function coreAfter(...bodies: readonly EventBody[]): Core {
  const { plan } = workflowOf([stepOf("work", { retry: { attempts: 2 } })]);
  const core = createCore(plan);
  const waiting = [started, ...bodies];
  for (let at = 0; at < waiting.length; at++) {
    const commands = core.apply({ ...waiting[at]!, sequence: at + 1, time: 0 });
    for (const command of commands) if (command.type === "settle") waiting.splice(at + 1, 0, command.event);
  }
  return core;
}

const returned: Fact = { type: "attempt-returned", path: "work", index: 0, attempt: 1, output: 1 };
const threw: Fact = { type: "attempt-threw", path: "work", attempt: 1, error: failure, retryAt: null };
const evaluated: Fact = {
  type: "evaluated",
  path: "work",
  index: 0,
  outcome: { kind: "ready", params: {} },
  reads: [],
};
const granted: Fact = { type: "slot-granted", path: "work", index: 0 };
const due: Fact = { type: "retry-due", path: "work" };
const cancel: Fact = { type: "cancel", path: "", because: { kind: "cancel", reason: "enough" } };

const first: EventBody = { type: "attempt-started", path: "work", attempt: 1 };
const second: EventBody = { type: "attempt-started", path: "work", attempt: 2 };
const failed: EventBody = { type: "attempt-failed", path: "work", attempt: 1, error: failure, retryAt: 5 };
const again: EventBody = { type: "retry-due", path: "work" };
const cancelled: EventBody = { type: "cancel-requested", path: "", because: { kind: "cancel", reason: "enough" } };
const succeeded: EventBody = { type: "step-succeeded", path: "work", attempt: 1, output: 1 };
const finished: EventBody = { type: "run-finished", status: "succeeded", output: 1, errors: [] };

describe("a fact that comes too late", () => {
  it.each<[string, Fact, readonly EventBody[]]>([
    ["the lambdas of a step that was cancelled meanwhile", evaluated, [cancelled]],
    ["a slot for a step that was cancelled meanwhile", granted, [queued, cancelled]],
    ["a second slot for an open attempt", granted, [queued, first]],
    ["a result of an attempt that has failed", returned, [queued, first, failed]],
    ["a result of the attempt before the open one", returned, [queued, first, failed, again, second]],
    ["an error of the attempt before the open one", threw, [queued, first, failed, again, second]],
    ["a result of a step that has settled", returned, [queued, first, succeeded]],
    ["an error of a step that has settled", threw, [queued, first, succeeded]],
    ["the time of a retry that has begun", due, [queued, first, failed, again]],
    ["the time of a retry that a cancel has stopped", due, [queued, first, failed, cancelled]],
    [
      "the end of a grace period that nobody needs",
      { type: "grace-expired", path: "", always: false },
      [queued, first],
    ],
    ["a cancel of a run that is over", cancel, [queued, first, succeeded, finished]],
    ["an idle process after a run that is over", { type: "idle" }, [queued, first, succeeded, finished]],
  ])("makes no event: %s", (_what, fact, events) => {
    expect(coreAfter(...events).decide(fact)).toBe(null);
  });

  it("changes nothing when it is decided about", () => {
    const core = coreAfter(queued, first);
    const decisions = [returned, threw, cancel, returned, threw, cancel].map((fact) => core.decide(fact)?.type);
    expect(decisions).toEqual([
      "step-succeeded",
      "step-failed",
      "cancel-requested",
      "step-succeeded",
      "step-failed",
      "cancel-requested",
    ]);
  });
});
