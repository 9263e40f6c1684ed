import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareFollowed } from "../../support/compare-followed.ts";
import { trials } from "../../support/random-trials.ts";
import { storyCase } from "../cases/run-arbitrary.ts";
import { workflowOfCase } from "../cases/workflow-of.ts";
import { eventsOfRun } from "../check-story.ts";
import { workflowOfFlow } from "../forms/build/workflow-of-flow.ts";
import { flowStory } from "../forms/host/story-case.ts";
import { playFlow } from "../forms/play-flow.ts";
import { playStory } from "../play-story.ts";

const timeout = 600_000;

describe("a run that is put together from its events alone", () => {
  it("is the run as it was after each event, for steps of one kind with any reads", { timeout }, async () => {
    let compared = 0;
    const property = fc.asyncProperty(storyCase(2), (story) =>
      playStory(story, ({ host, workflows }) => {
        for (const [runId, workflow] of workflows) {
          const { plan } = workflowOfCase(workflow, host.calls, `workflow of ${runId}`);
          compareFollowed(plan, eventsOfRun(host.timeline, runId));
          compared++;
        }
      }),
    );
    const { seed, numRuns } = trials("followed runs", 300);
    await fc.assert(property, { seed, numRuns });
    expect(compared).toBeGreaterThanOrEqual(numRuns);
  });

  it.each(["calm", "wild"] as const)("is so for %s workflows of all forms of steps", { timeout }, async (temper) => {
    let compared = 0;
    const property = fc.asyncProperty(flowStory(temper), (story) =>
      playFlow(story, ({ events }) => {
        compareFollowed(workflowOfFlow(story.flow).plan, events);
        compared += events.length;
      }),
    );
    const { seed, numRuns } = trials(`followed ${temper} workflows`, 100);
    await fc.assert(property, { seed, numRuns });
    expect(compared).toBeGreaterThan(10 * numRuns);
  });
});
