import { DefinitionError, type Subflow } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { defineStep } from "../define-step.ts";
import { workflow } from "../workflow.ts";

const run = () => 1;
const count = z.object({ count: z.number() });
const child = workflow("child", { state: count, flowState: count }).step("one", { run });
const base = workflow("parent", { state: z.object({ total: z.number() }), flowState: count });

type Kind = "map" | "loop" | "on";
const needed = {
  map: { over: [1] },
  loop: { until: () => true, maxIterations: 2 },
  on: { event: defineEvent("go") },
} as const;

/** What the compiler refuses is checked at run time too. */
function subflowOf(kind: Kind, options: object): Subflow {
  const unchecked = base as unknown as Record<Kind, (name: string, options: object) => typeof base>;
  const { form } = unchecked[kind]("each", { ...needed[kind], ...options }).plan.steps.at(-1)!;
  if (!("body" in form) || form.body.kind !== "workflow") throw new Error("no workflow");
  return form.body.subflow;
}

const step = 'Step "each" of workflow "parent"';

describe.each(["map", "loop", "on"] as const)("the workflow of a %s", (kind) => {
  const refused = (options: object, message: string) =>
    expect(() => subflowOf(kind, options)).toThrow(new DefinitionError(`${step} ${message}`));

  it("captures as a sub-workflow does", () => {
    const state = () => ({ count: 1 });
    const subflow = subflowOf(kind, {
      run: child,
      capture: { state, flowState: { count: "count" }, resources: ["db"] },
    });
    expect(subflow).toMatchObject({ plan: { name: "child" }, captureState: state, writeBackState: null, output: null });
    expect(subflow.captureFlowState?.({ count: 5 })).toEqual({ count: 5 });
    expect(subflow.captureResources).toEqual(new Map([["db", "db"]]));
    expect(Object.isFrozen(subflow)).toBe(true);
  });

  it("captures nothing if nothing is written", () => {
    expect(subflowOf(kind, { run: child })).toMatchObject({ captureState: null, captureResources: new Map() });
  });

  it("captures what its parent declares", () => {
    refused(
      { run: child, capture: { state: { count: "totl" } } },
      'has the path "totl" in capture.state, but the state of workflow "parent" has no "totl". Did you mean "total"?',
    );
    refused({ run: child, capture: { states: {} } }, 'got the unknown option "capture.states". Did you mean "state"?');
  });

  it("is what captures: a function does not", () => {
    const message =
      "has capture, but its run is no workflow. A function reads context.state, context.flowState and context.resources itself: remove capture, or give run a workflow.";
    refused({ run, capture: { resources: ["db"] } }, message);
    refused({ run: defineStep({ run }), capture: {} }, message);
  });

  it("writes nothing back", () => {
    const named = { map: "map", loop: "loop", on: "step that runs for each event" }[kind];
    refused(
      { run: child, writeBack: { output: run } },
      `is a ${named}, so it cannot have writeBack. Its workflow runs several times, and what the runs return is its output: write that to the state in a later step.`,
    );
  });
});
