import { describe, expect, it } from "vitest";
import { keptState } from "../../../../test/support/kept-state.ts";
import type { Resources } from "../context/resources.ts";
import { memoryStates } from "../local/memory-states.ts";
import { record } from "../state/record.ts";
import { ContextLayers } from "./context-layers.ts";
import { createFlowStateLayer } from "./flow-state-layer.ts";
import { createFlowStates } from "./flow-states.ts";

/** The layers of an attempt, with the parts that were asked for. */
function layersOf(state: Readonly<Record<string, unknown>>, stepState: Readonly<Record<string, unknown>> = {}) {
  const asked: string[] = [];
  const [ofRun, ofStep] = [keptState(state), keptState(stepState)];
  const asking =
    <Part>(name: string, part: Part) =>
    () => {
      asked.push(name);
      return part;
    };
  const flow = createFlowStateLayer({ states: createFlowStates(memoryStates()), workflow: "w", schema: null, record, onCommit: () => {} }); // biome-ignore format: one line
  const resources = {} as Resources; // never looked into
  const layers = new ContextLayers({
    input: asking("input", record({ rows: [1], at: new Date(1) }, "The input")),
    state: asking("state", ofRun.source),
    stepState: asking("stepState", { ...ofStep.source, processCount: () => 3 }),
    flowState: asking("flowState", flow),
    forkResources: asking("resources", resources),
  });
  return { layers, asked, ofRun, ofStep, flow, resources };
}

describe("the layers of a context", () => {
  it("are made when they are first asked for, once", () => {
    const { layers, asked, ofRun, flow } = layersOf({});
    expect(asked).toEqual([]);
    layers.state.set("a", 1);
    expect([layers.state, layers.stepState, layers.flowState]).toEqual([layers.state, layers.stepState, flow]);
    expect([layers.stepState.processCount, ofRun.layer.get("a")]).toEqual([3, 1]);
    expect(asked).toEqual(["state", "stepState", "flowState"]);
  });

  it("have no flow state where the workflow declares none", () => {
    const { ofRun, ofStep, resources } = layersOf({});
    const layers = new ContextLayers({
      input: () => ({}),
      state: () => ofRun.source,
      stepState: () => ({ ...ofStep.source, processCount: () => 1 }),
      flowState: () => undefined,
      forkResources: () => resources,
    });
    expect([layers.flowState, layers.fork().flowState]).toEqual([undefined, undefined]);
  });
});

describe("snapshot", () => {
  it("is a deep copy of what the step sees: nothing in it changes any more", () => {
    const { layers } = layersOf({ list: [{ n: 1 }], seen: new Map([["a", 1]]) }, { kept: true });
    const snapshot = layers.snapshot();
    layers.state.append("list", 2);
    layers.state.update((draft) => (draft.seen as Map<string, number>).clear());
    layers.stepState.set("kept", false);
    (snapshot.state.seen as Map<string, number>).set("b", 2);
    expect(snapshot.input).toEqual({ rows: [1], at: new Date(1) });
    expect(snapshot.state.list).toEqual([{ n: 1 }]);
    expect([snapshot.stepState, layers.snapshot().state.seen]).toEqual([{ kept: true }, new Map()]);
    expect([snapshot, snapshot.state, snapshot.state.list, snapshot.stepState].every(Object.isFrozen)).toBe(true);
  });
});

describe("fork", () => {
  it("keeps its changes of state and step state to itself, and sees none that are made later", () => {
    const { layers, ofRun, ofStep } = layersOf({ list: [1] }, { count: 1 });
    const [left, right] = [layers.fork(), layers.fork()];
    left.state.append("list", "left");
    right.state.update((draft) => (draft.list as unknown[]).push("right"));
    left.stepState.set("count", 2);
    layers.state.append("list", "original");
    expect([left, right, layers].map(({ state }) => state.get("list"))).toEqual([[1, "left"], [1, "right"], [1, "original"]]); // biome-ignore format: one line
    expect([left, right, layers].map(({ stepState }) => stepState.get("count"))).toEqual([2, 1, 1]);
    expect([ofRun.commits.length, ofStep.commits.length]).toEqual([1, 0]);
  });

  it("has the rules of the layers, their process count, the same flow state, and resources of its own", () => {
    const { layers, resources, flow } = layersOf({ n: 1 });
    const fork = layers.fork();
    expect(fork.flowState).toBe(flow);
    expect(fork.resources).toBe(resources);
    expect(fork.stepState.processCount).toBe(3);
    expect(() => fork.state.append("n", 1)).toThrow('The state of workflow "w" cannot append to "n"');
  });
});
