import type { Schedule } from "@stepspan/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../support/random-trials.ts";
import { printTimeline } from "./cases/print-timeline.ts";
import { choices, limits, type StoryCase, storyCase } from "./cases/run-arbitrary.ts";
import { timelessWorkflow } from "./cases/workflow-arbitrary.ts";
import type { Limits, QueueCase, StepCase, WorkflowCase } from "./cases/workflow-case.ts";
import { outcomesOf } from "./outcomes.ts";
import { type PlayedStory, playStory } from "./play-story.ts";

const timeout = 600_000;
const one: QueueCase = { concurrency: 1, rate: null };
const wide: Limits = {
  concurrency: 64,
  runConcurrency: null,
  queues: { narrow: one, wide: { concurrency: 2, rate: null } },
};

function storyOf(workflow: WorkflowCase, chosen: readonly number[], within: Limits, schedule: Schedule): StoryCase {
  return {
    runs: [{ workflow, cancels: [], bySignal: false }],
    limits: within,
    schedule,
    choices: chosen,
    closeTurn: null,
    storeDelay: 0,
  };
}

function outcomes(
  workflow: WorkflowCase,
  chosen: readonly number[],
  within: Limits = wide,
  schedule: Schedule = "fifo",
) {
  return playStory(storyOf(workflow, chosen, within, schedule), ({ ends }: PlayedStory) =>
    outcomesOf(ends.get("run1")!.run),
  );
}

/** A step that has nothing to do with any other. */
const stranger: StepCase = {
  name: "s99",
  dependsOn: [],
  skipWith: [],
  guard: null,
  params: [],
  always: false,
  continueOnError: false,
  retry: { attempts: 1, delayMs: 0, backoff: "fixed", factor: 1, maxDelayMs: Infinity, jitter: 0 },
  timeoutMs: null,
  queue: null,
  priority: 9,
  estimateMs: null,
  behaviours: [],
};

describe("a workflow that does not depend on time", () => {
  it("gives the same at concurrency 1, 2 and 64, whatever settles first", { timeout }, async () => {
    const property = fc.asyncProperty(timelessWorkflow, choices, choices, limits, async (workflow, one, other, any) => {
      const expected = await outcomes(workflow, []);
      for (const concurrency of [1, 2, 64]) {
        for (const chosen of [one, other]) {
          expect(await outcomes(workflow, chosen, { ...any, concurrency })).toEqual(expected);
        }
      }
    });
    await fc.assert(property, trials("concurrency", 400));
  });

  it("gives the same in order of priority and in order of arrival", { timeout }, async () => {
    const property = fc.asyncProperty(timelessWorkflow, choices, limits, async (workflow, chosen, any) => {
      const steps = workflow.steps.map((step) => ({ ...step, priority: 0 }));
      expect(await outcomes(workflow, chosen, any)).toEqual(await outcomes({ ...workflow, steps }, chosen, any));
    });
    await fc.assert(property, trials("priorities", 400));
  });

  it("gives the same by critical path and in order of arrival", { timeout }, async () => {
    const property = fc.asyncProperty(timelessWorkflow, choices, limits, async (workflow, chosen, any) => {
      const expected = await outcomes(workflow, chosen, any);
      expect(await outcomes(workflow, chosen, any, "critical-path")).toEqual(expected);
    });
    await fc.assert(property, trials("schedules", 400));
  });

  it("gives the same with a step more that has nothing to do with the others", { timeout }, async () => {
    const property = fc.asyncProperty(
      timelessWorkflow,
      fc.nat({ max: 15 }),
      fc.constantFrom("return", "throw"),
      choices,
      limits,
      async (workflow, place, result, chosen, any) => {
        const expected = await outcomes(workflow, chosen, any);
        const added: StepCase = { ...stranger, behaviours: [{ result, pace: "by hand", onAbort: "ignore" }] };
        const steps = workflow.steps.toSpliced(place % workflow.steps.length, 0, added);
        const { s99, ...others } = await outcomes({ ...workflow, steps }, chosen, any);
        expect(others).toEqual(expected);
        expect(s99).toEqual(result === "return" ? "succeeded with 298 in 1 attempt" : "failed in 1 attempt");
      },
    );
    await fc.assert(property, trials("a step more", 400));
  });
});

describe("any workflow", () => {
  it("gives the same events when the same happens again", { timeout }, async () => {
    const property = fc.asyncProperty(storyCase(2), async (story) => {
      const runs = story.runs.map(({ workflow, ...run }) => ({ ...run, workflow: withoutJitter(workflow) }));
      const play = () => playStory({ ...story, runs }, ({ host }) => printTimeline(host.timeline));
      expect(await play()).toBe(await play());
    });
    await fc.assert(property, trials("the same again", 400));
  });
});

function withoutJitter(workflow: WorkflowCase): WorkflowCase {
  return { ...workflow, steps: workflow.steps.map((step) => ({ ...step, retry: { ...step.retry, jitter: 0 } })) };
}
