import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, outcomeOf } from "../support/replayed-trial.ts";

const numbers = z.object({ total: z.number().max(100).default(0), seen: z.array(z.number()).default([]) });

/** A child that gives what the test says. */
function heldChild() {
  const steps = createHeldSteps();
  const child = workflow("child").step("work", { run: steps.held<number>("work") });
  return { steps, child };
}

/** A parent that takes the child's number as its value, into its state and into its flow state. */
function parentOf(child: ReturnType<typeof heldChild>["child"], name = "parent") {
  return workflow(name, { state: numbers, flowState: numbers, failFast: false })
    .subflow("run", {
      workflow: child,
      writeBack: {
        output: ({ output }) => `got ${output}`,
        state: (draft, { output }) => {
          draft.total += output;
          draft.seen.push(output);
        },
        flowState: { total: "output" },
      },
    })
    .step("read", {
      always: true,
      dependsOn: ["run"],
      run: async (_params, context) => ({
        state: context.state.get("total"),
        seen: context.state.get("seen"),
        flowState: await context.flowState.get("total"),
      }),
    });
}

describe("write-back", () => {
  it("gives the parent its value, its state and its flow state, all of them when the child has succeeded", async () => {
    const { steps, child } = heldChild();
    const trial = await begin(parentOf(child));
    expect((await trial.now()).state).toEqual({ total: 0, seen: [] });
    await steps.succeed("work", 7);
    const run = await trial.end();
    expect(run.span("run").output).toBe("got 7");
    expect(run.span("read").output).toEqual({ state: 7, seen: [7], flowState: 7 });
    expect(run.state).toEqual({ total: 7, seen: [7] });
  });

  it("is stored together with the success of the step: no event stands between them", async () => {
    const { steps, child } = heldChild();
    const trial = await begin(parentOf(child));
    await steps.succeed("work", 7);
    const run = await trial.end();
    const story = trial.events.map((event) => ("path" in event ? `${event.type} ${event.path}` : event.type));
    const at = story.indexOf("step-succeeded run");
    expect(story.slice(at - 2, at)).toEqual(["state-changed run", "state-changed run"]);
    expect(run.span("run").stateChanges.map(({ layer }) => layer)).toEqual(["flowState", "state"]);
  });

  it("writes nothing if the child fails", async () => {
    const { steps, child } = heldChild();
    const trial = await begin(parentOf(child));
    await steps.fail("work");
    const { run } = await trial.error();
    expect(run.span("read").output).toEqual({ state: 0, seen: [], flowState: 0 });
  });

  it("writes nothing if the child is cancelled", async () => {
    const { steps, child } = heldChild();
    const trial = await begin(parentOf(child));
    await trial.cancel();
    await steps.fail("work");
    expect((await trial.end()).span("read").output).toEqual({ state: 0, seen: [], flowState: 0 });
  });

  it("writes nothing at all if the state refuses its part: the flow state stays as it was", async () => {
    const { steps, child } = heldChild();
    const capped = workflow("capped", { state: numbers, flowState: z.object({ total: z.number().default(0) }) })
      .subflow("run", {
        workflow: child,
        writeBack: { state: { total: "output" }, flowState: { total: "output" } },
      })
      .step("read", {
        always: true,
        dependsOn: ["run"],
        run: (_params, context) => context.flowState.get("total"),
      });
    const trial = await begin(capped);
    await steps.succeed("work", 101);
    const { errors, run } = await trial.error();
    expect(errors[0]?.message).toMatch(/^Step "run" failed in its sub-workflow: The state of workflow "capped" /);
    expect(run.span("read").output).toBe(0);
    expect(run.state).toEqual({ total: 0, seen: [] });
  });

  it("writes nothing at all if the flow state refuses its part", async () => {
    const { steps, child } = heldChild();
    const capped = workflow("capped", { state: z.object({ total: z.number().default(0) }), flowState: numbers })
      .subflow("run", {
        workflow: child,
        writeBack: { state: { total: "output" }, flowState: { total: "output" } },
      })
      .step("read", { always: true, dependsOn: ["run"], run: (_params, context) => context.flowState.get("total") });
    const trial = await begin(capped);
    await steps.succeed("work", 101);
    const { errors, run } = await trial.error();
    expect(errors[0]?.message).toMatch(/^Step "run" failed in its sub-workflow: The flow state of workflow "capped" /);
    expect(run.span("read").output).toBe(0);
    expect(run.state).toEqual({ total: 0 });
  });

  it("fails the step if it throws, and leaves all as it was", async () => {
    const { steps, child } = heldChild();
    const throws = workflow("throws", { state: numbers }).subflow("run", {
      workflow: child,
      writeBack: {
        state: (draft) => {
          draft.total = 50;
          throw new Error("no idea");
        },
      },
    });
    const trial = await begin(throws);
    await steps.succeed("work", 1);
    const { errors, run } = await trial.error();
    expect(errors[0]?.message).toBe('Step "run" failed in its sub-workflow: Error: no idea.');
    expect(run.state).toEqual({ total: 0, seen: [] });
  });

  it("of several children at once loses nothing", async () => {
    const { steps, child } = heldChild();
    let parent = workflow("many", { state: numbers }).subflow("run0", {
      workflow: child,
      writeBack: {
        state: (draft, { output }) => {
          draft.total += output;
        },
      },
    });
    for (let n = 1; n < 5; n++) {
      parent = parent.subflow(
        `run${n}` as never,
        {
          workflow: child,
          writeBack: {
            state: (draft: { total: number }, { output }: { output: number }) => {
              draft.total += output;
            },
          },
        } as never,
      ) as never;
    }
    const trial = await begin(parent);
    for (let n = 0; n < 5; n++) await steps.succeed("work", n + 1);
    expect((await trial.end()).state).toMatchObject({ total: 15 });
  });

  it("of a race's loser does not happen: what it returns late is ignored", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const child = workflow("child", { output: z.number().refine(() => promise.then(() => true)) }).step("work", {
      run: () => 7,
    });
    const raced = workflow("raced", { state: numbers })
      .subflow("run", { workflow: child, writeBack: { state: { total: "output" } } })
      .wait("other", { event: defineEvent("other") })
      .race("first", { of: ["run", "other"] });
    const trial = await begin(raced);
    await trial.handle.send("other", "won");
    expect(await outcomeOf(trial.handle.result)).toBe("open");
    resolve();
    const run = await trial.end();
    expect(run.span("run").cancelled).toEqual({ kind: "race", step: "first" });
    expect(run.state).toEqual({ total: 0, seen: [] });
    expect(run.output).toBe("won");
  });

  it("cannot give back resources, and not the same thing twice", () => {
    const { child } = heldChild();
    expect(() =>
      workflow("w").subflow("run", { workflow: child, writeBack: { resources: { db: "output" } } as never }),
    ).toThrow(/resources cannot be written back/);
    expect(() =>
      workflow("w", { state: numbers }).subflow("run", {
        workflow: child,
        writeBack: { state: { total: "output", "total.sum": "output.sum" } },
      }),
    ).toThrow(/total\.sum/);
  });
});
