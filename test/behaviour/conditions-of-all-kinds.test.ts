import { type AnyWorkflow, defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { begin } from "../support/replayed-trial.ts";

const answer = defineEvent("answer");
const child = workflow("child").step("inner", { run: () => "done" });

type Conditions = Readonly<Record<string, unknown>>;
type Kind = (before: AnyWorkflow, conditions: Conditions) => AnyWorkflow;

/** A step called "x" of each kind, after what was written before; each succeeds in no time. */
const kinds: Readonly<Record<string, Kind>> = {
  step: (before, conditions) => before.step("x", { ...conditions, run: () => "done" }),
  map: (before, conditions) => before.map("x", { ...conditions, over: [1, 2], run: () => "done" }),
  "map of workflows": (before, conditions) => before.map("x", { ...conditions, over: [1], run: child }),
  loop: (before, conditions) =>
    before.loop("x", { ...conditions, run: () => "done", until: () => true, maxIterations: 2 }),
  "loop of workflows": (before, conditions) =>
    before.loop("x", { ...conditions, run: child, until: () => true, maxIterations: 2 }),
  subflow: (before, conditions) => before.subflow("x", { ...conditions, workflow: child }),
  on: (before, conditions) => before.on("x", { ...conditions, event: answer, run: () => "done" }),
  wait: (before, conditions) => before.wait("x", { ...conditions, event: answer }),
  sleep: (before, conditions) => before.sleep("x", 0, conditions),
};

function broken(): never {
  throw new Error("broken");
}

/** What becomes of the step, once it was sent the event that it may wait for. */
async function spanOf(kind: Kind, before: AnyWorkflow, conditions: Conditions) {
  const trial = await begin(kind(before, conditions));
  await trial.handle.send(answer, "go").catch(() => undefined); // the run may be over
  await trial.advance(0);
  return (await trial.end()).span("x");
}

describe.each(Object.entries(kinds))("the conditions of a %s", (_name, kind) => {
  const earlier = (): AnyWorkflow =>
    workflow("w", { failFast: false })
      .step("good", { run: () => true })
      .step("skipped", { when: () => false, run: () => 1 })
      .step("tolerated", { continueOnError: true, run: broken })
      .step("failed", { run: broken });

  it("let it run where its guard holds, and after steps that were skipped or failed tolerated", async () => {
    const when = ({ stepSpan }: { stepSpan: (name: string) => { output: boolean } }) => stepSpan("good").output;
    const span = await spanOf(kind, earlier(), { when, dependsOn: ["good", "skipped", "tolerated"] });
    expect(span.status).toBe("succeeded");
  });

  it("skip it where its guard is false", async () => {
    const span = await spanOf(kind, earlier(), { when: () => false });
    expect(span).toMatchObject({
      status: "skipped",
      skipped: { kind: "guard" },
      items: [],
      steps: [],
      startedAt: null,
    });
  });

  it("skip it with a step that was skipped or failed tolerated", async () => {
    expect((await spanOf(kind, earlier(), { skipWith: ["skipped"] })).skipped).toEqual({
      kind: "skipWith",
      step: "skipped",
    });
    expect((await spanOf(kind, earlier(), { skipWith: ["tolerated"] })).skipped).toEqual({
      kind: "skipWith",
      step: "tolerated",
    });
  });

  it("skip it upstream of a failure, by order and by what its guard reads", async () => {
    const upstream = { kind: "upstream", step: "failed" };
    expect((await spanOf(kind, earlier(), { dependsOn: ["failed"] })).skipped).toEqual(upstream);
    const when = ({ stepSpan }: { stepSpan: (name: string) => { output: unknown } }) =>
      stepSpan("failed").output === true;
    expect((await spanOf(kind, earlier(), { when })).skipped).toEqual(upstream);
  });

  it("fail it where its guard throws or gives no boolean", async () => {
    expect((await spanOf(kind, workflow("w"), { when: broken })).error?.message).toBe(
      'Step "x" failed before its first attempt: Error: broken.',
    );
    expect((await spanOf(kind, workflow("w"), { when: () => 1 })).error?.message).toBe(
      'Step "x" failed before its first attempt: The guard of step "x" returned 1. Return true or false, synchronously.',
    );
  });

  it("stop it with the run where it has not begun", async () => {
    const span = await spanOf(kind, workflow("w").step("stops", { run: (_params, context) => context.stop("early") }), {
      dependsOn: ["stops"],
    });
    expect(span).toMatchObject({ status: "cancelled", cancelled: { kind: "stopped", step: "stops" } });
  });
});
