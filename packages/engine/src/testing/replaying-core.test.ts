import { describe, expect, it } from "vitest";
import { stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import { type Core, createCore } from "../core/core.ts";
import type { EventBody } from "../core/events.ts";
import { type CoreState, recordOf } from "../core/state.ts";
import { outlineOf } from "../plan/outline-of.ts";
import type { Plan } from "../plan/plan.ts";
import { createReplayingCore, isReplaying } from "./replaying-core.ts";

const { plan } = workflowOf([stepOf("first"), stepOf("second", { dependsOn: ["first"] })]);

const events: readonly EventBody[] = [
  {
    ...{
      type: "run-started",
      runId: "run",
      workflow: "test",
      version: null,
      parentRunId: null,
      rerunOf: null,
      input: null,
    },
    ...{
      outline: outlineOf(plan),
      state: { count: 0 },
      metadata: {},
      timeoutMs: null,
      gracePeriodMs: 0,
      live: false,
      resources: [],
    },
  },
  { type: "step-queued", path: "first", params: {}, reads: [] },
  { type: "attempt-started", path: "first", attempt: 1 },
  { type: "state-changed", path: "first", layer: "state", patches: [{ op: "replace", path: ["count"], value: 1 }] },
  { type: "step-succeeded", path: "first", attempt: 1, output: 1 },
];
const logged: EventBody = { type: "log-written", path: "first", level: "info", message: "", fields: {} };

/** Applies them; before each the test may look at the state, and reach into it. */
function play(core: Core, bodies: readonly EventBody[], before: (state: CoreState, at: number) => void = () => {}) {
  for (const [at, body] of bodies.entries()) {
    before(core.state, at);
    core.apply({ ...body, sequence: at + 1, time: at });
  }
}

/** Cores of the engine, but what `apply` does may be changed. */
function coresWith(apply: (core: Core, ...event: Parameters<Core["apply"]>) => ReturnType<Core["apply"]>) {
  let built = 0;
  const build = (plan: Plan): Core => {
    built++;
    const core = createCore(plan);
    return { ...core, apply: (event) => apply(core, event) };
  };
  return { build, built: () => built };
}

const engineCores = () => coresWith((core, event) => core.apply(event));

describe.skipIf(isReplaying(createCore(plan)))("a core that replays", () => {
  it("builds a core after each event", () => {
    const { build, built } = engineCores();
    play(createReplayingCore(plan, build), events);
    expect(built()).toBe(1 + events.length);
  });

  it("goes on with the rebuilt one: states and records are the same objects, and all in them is new", () => {
    const core = createReplayingCore(plan, createCore);
    const { state } = core;
    const { tree } = state;
    play(core, events.slice(0, 3));
    const record = state.records[0]!;
    const before = { ...state, ...tree, record: { ...record } };
    core.apply({ ...events[3]!, sequence: 4, time: 3 });
    expect(core.state).toBe(state);
    expect([state.tree, state.tree.byPrefix.get(""), state.records[0]]).toEqual([tree, state, record]);
    expect(state.tree === tree && state.records[0] === record && record.state === state).toBe(true);
    expect(state.phases).not.toBe(before.phases);
    expect(state.records).not.toBe(before.records);
    expect(tree.timers).not.toBe(before.timers);
    expect(record.changes).not.toBe(before.record.changes);
    expect(state.values).not.toBe(before.values);
    expect(state.values.all()).toEqual({ count: 1 });
  });

  it("finds that the live state is not what the events add up to", () => {
    for (const [field, change] of [
      ["unsettled of the run", (state: CoreState) => state.unsettled--],
      ["cancels of the run", (state: CoreState) => state.cancels++],
      ["pausedAt of the tree of runs", (state: CoreState) => Object.assign(state.tree, { pausedAt: 7 })],
      ["error of step 0 of the run", (state: CoreState) => Object.assign(state.records[0]!, { error: new Error("x") })],
      ["values of the run", ({ values }: CoreState) => values.apply([{ op: "add", path: ["more"], value: 1 }])],
    ] as const) {
      const core = createReplayingCore(plan, createCore);
      const played = () => play(core, events, (state, at) => at === 3 && change(state));
      expect(played).toThrow(`Bug: replaying the events gives another ${field}`);
    }
  });

  it("finds that it asks for something else", () => {
    let applied = 0;
    const { build } = coresWith((core, event) => {
      const commands = core.apply(event);
      return applied++ === 4 ? [] : commands;
    });
    expect(() => play(createReplayingCore(plan, build), events)).toThrow(
      "Bug: replaying the events gives another commands after event 2, step-queued than the live run.",
    );
  });

  it("finds that it decides something else", () => {
    const core = createReplayingCore(plan, createCore);
    play(core, events.slice(0, 3));
    core.state.phases[0] = 11;
    expect(() => core.decide({ type: "attempt-returned", path: "first", index: 0, attempt: 1, output: 1 })).toThrow(
      "Bug: replaying the events gives another decision about attempt-returned than the live run.",
    );
  });

  it("takes no offence at a record that was made because somebody looked", () => {
    const core = createReplayingCore(plan, createCore);
    play(core, events.slice(0, 2), (state, at) => at === 1 && recordOf(state, 1));
    expect(core.state.records[1]).toMatchObject({ index: 1, status: "pending" });
  });

  it("is not wrapped again", () => {
    const core = createReplayingCore(plan, createCore);
    expect(createReplayingCore(plan, () => core)).toBe(core);
  });
});

describe.skipIf(isReplaying(createCore(plan)))("a core that replays 20,000 events", () => {
  const many = [...events, ...Array.from({ length: 20_000 }, () => logged)];

  it("rebuilds after each of the first, then ever more seldom, and behind the last one of the run", () => {
    const { build, built } = engineCores();
    const core = createReplayingCore(plan, build);
    play(core, many);
    expect(built()).toBeGreaterThan(400);
    expect(built()).toBeLessThan(450);
    const before = built();
    const finished = { type: "run-finished", status: "succeeded", output: 1, errors: [] } as const;
    core.apply({ ...finished, sequence: many.length + 1, time: 0 });
    expect(built()).toBe(before + 1);
  });
});
