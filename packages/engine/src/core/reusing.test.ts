import { describe, expect, it } from "vitest";
import { callOf, lambdaOf, parameterOf, stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import { someOutline } from "../../../../test/support/some-outline.ts";
import { spanOf } from "../views/step-span.ts";
import type { Command } from "./commands.ts";
import { type Core, createCore } from "./core.ts";
import type { EventBody, ReusedOutcome } from "./events.ts";
import { isLost } from "./state.ts";

const started: EventBody = {
  ...{
    type: "run-started",
    runId: "run",
    workflow: "test",
    version: null,
    parentRunId: null,
    rerunOf: null,
    outline: someOutline,
  },
  ...{ input: null, state: {}, metadata: {}, timeoutMs: null, gracePeriodMs: 20, live: false, resources: [] },
};
const from = { runId: "before", path: "a", time: 5 };

type Steps = Parameters<typeof workflowOf>[0];

interface Told {
  readonly core: Core;
  /** All events, with those that the core decided in consequence. */
  readonly events: readonly EventBody[];
  /** What was asked of the runner, in order. */
  readonly asked: readonly Command[];
}

function runOf(steps: Steps, ...bodies: readonly EventBody[]): Told {
  const core = createCore(workflowOf(steps).plan);
  const events: EventBody[] = [];
  const asked: Command[] = [];
  for (const body of [started, ...bodies]) {
    const turn = [body];
    for (let at = 0; at < turn.length; at++) {
      events.push(turn[at]!);
      for (const command of core.apply({ ...turn[at]!, sequence: events.length, time: 7 })) {
        if (command.type === "settle") turn.push(command.event);
        else asked.push(command);
      }
    }
  }
  return { core, events, asked };
}

function reused(path: string, outcome: ReusedOutcome): EventBody {
  const reads = [{ step: "a", parameter: "x" }];
  return { type: "step-reused", path, from, params: { x: 1 }, reads, outcome };
}

const one: ReusedOutcome = { kind: "succeeded", output: 1 };
const reader = stepOf("b", {
  params: [
    parameterOf(
      "x",
      lambdaOf(({ stepSpan }) => stepSpan("a").output, "a"),
    ),
  ],
});
const settled = ({ events }: Told) => events.slice(1).map((event) => ("path" in event ? [event.type, event.path] : [event.type])); // biome-ignore format: one thought

describe("a step that is reused", () => {
  it("has the outcome, the parameters and the reads of before, and says where from; it had no attempt", () => {
    const { core } = runOf([stepOf("a"), reader], reused("b", one));
    const span = spanOf(core.state, 1);
    expect(span).toMatchObject({ status: "succeeded", output: 1, input: { x: 1 }, reusedFrom: from, attempts: [] });
    expect(span).toMatchObject({ finishedAt: 7, startedAt: null, dependencies: [{ step: "a", read: true }] });
  });

  it("lets those go on that waited for it", () => {
    const { asked } = runOf([stepOf("a"), reader], reused("a", one));
    expect(asked).toEqual([
      { type: "evaluate", path: "a", index: 0 },
      { type: "evaluate", path: "b", index: 1 },
    ]);
  });

  it("failed tolerated, whatever its definition says: the run goes on", () => {
    const { core, events } = runOf([stepOf("a"), stepOf("b")], reused("a", { kind: "failed", error: new Error("no") }));
    expect(core.state.halt).toBe(null);
    expect(isLost(core.state, 0)).toBe(false);
    expect(events).toHaveLength(2);
  });

  it.each<[string, ReusedOutcome]>([
    ["skipped by its guard", { kind: "skipped", because: { kind: "guard" } }],
    ["the loser of a race", { kind: "cancelled", because: { kind: "race", step: "r" } }],
    ["failed tolerated", { kind: "failed", error: new Error("no") }],
  ])("takes with it those that are skipped with it: %s", (_what, outcome) => {
    const after = [stepOf("b", { skipWith: ["a"] }), stepOf("c", { dependsOn: ["b"] })];
    const told = runOf([stepOf("a"), ...after], reused("a", outcome));
    expect(told.events.at(-1)).toMatchObject({ type: "step-skipped", because: { kind: "skipWith", step: "a" } });
    expect(told.asked.at(-1)).toEqual({ type: "evaluate", path: "c", index: 2 });
  });

  it("decides its race, and the other members are stopped", () => {
    const race = stepOf("r", { form: { kind: "race", of: ["a", "b"] } });
    const told = runOf([stepOf("a"), stepOf("b", { form: callOf(() => 2) }), race], reused("a", one));
    expect(settled(told)).toEqual([
      ["step-reused", "a"],
      ["step-succeeded", "r"],
      ["step-cancelled", "b"],
    ]);
    expect(told.core.state.records[2]?.output).toBe(1);
  });

  it("may be a race itself: its members are reused after it, and none of them decides it again", () => {
    const race = stepOf("r", { form: { kind: "race", of: ["a", "b"] } });
    const lost: ReusedOutcome = { kind: "cancelled", because: { kind: "race", step: "r" } };
    const bodies = [reused("r", one), reused("a", one), reused("b", lost)];
    const told = runOf([stepOf("a"), stepOf("b"), race], ...bodies);
    expect(settled(told).map(([type]) => type)).toEqual(["step-reused", "step-reused", "step-reused"]);
    expect(told.asked.at(-1)).toEqual({ type: "finish", path: "" });
  });

  it("ends the run if it was the last", () => {
    expect(runOf([stepOf("a")], reused("a", one)).asked.at(-1)).toEqual({ type: "finish", path: "" });
  });

  it("that runs again, because its live value is gone, was not reused any more", () => {
    const { core } = runOf([stepOf("a"), reader], reused("a", one), { type: "step-reopened", path: "a" });
    expect(spanOf(core.state, 0)).toMatchObject({ status: "waiting", output: undefined, reusedFrom: null });
  });
});

describe("the fact that an outcome can be reused", () => {
  const fact = { ...reused("a", one), type: "reuse" } as const;

  it("makes an event for a step that waits, or whose lambdas are about to be evaluated", () => {
    expect(runOf([stepOf("a")]).core.decide(fact as never)).toEqual(reused("a", one));
    expect(runOf([stepOf("a"), reader]).core.decide({ ...fact, path: "b" } as never)).toEqual(reused("b", one));
  });

  it.each<[string, readonly EventBody[]]>([
    ["has parameters", [{ type: "step-queued", path: "a", params: {}, reads: [] }]],
    ["was skipped", [{ type: "step-skipped", path: "a", because: { kind: "guard" }, reads: [] }]],
    ["was reused", [reused("a", one)]],
  ])("comes too late for a step that %s", (_what, bodies) => {
    expect(runOf([stepOf("a"), reader], ...bodies).core.decide(fact as never)).toBe(null);
  });
});
