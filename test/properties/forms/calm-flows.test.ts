import { createReplayingEngine } from "@stepspan/engine/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials, triesAll } from "../../support/random-trials.ts";
import { checkAgainstInterpreter } from "./check-calm.ts";
import { checkFlow } from "./check-flow.ts";
import { compareMaps } from "./compare.ts";
import type { PlayedFlow } from "./host/forms-host.ts";
import { flowStory } from "./host/story-case.ts";
import { playFlow } from "./play-flow.ts";
import { detailedOutcomes } from "./run-outcomes.ts";
import { calmSituations, createSightings } from "./situations.ts";

const timeout = 600_000;

async function check(played: PlayedFlow): Promise<void> {
  checkFlow(played);
  await checkAgainstInterpreter(played);
}

describe("workflows whose outcome does not depend on time", () => {
  it("come to what a sequential reading of them says, with pauses and restarts at any moment", {
    timeout,
  }, async () => {
    const sightings = createSightings(calmSituations);
    const property = fc.asyncProperty(flowStory("calm"), (story) =>
      playFlow(story, async (played) => {
        await check(played);
        sightings.note(played);
      }),
    );
    await fc.assert(property, trials("calm workflows", 400));
    if (triesAll()) expect(sightings.unseen).toEqual([]);
  });

  it("give the same with pauses and restarts as without", { timeout }, async () => {
    const property = fc.asyncProperty(flowStory("calm"), async (story) => {
      let straight: ReadonlyMap<string, string> = new Map();
      await playFlow({ ...story, pauses: [] }, ({ run }) => {
        straight = detailedOutcomes(run);
      });
      await playFlow(story, ({ run }) => compareMaps("with pauses", detailedOutcomes(run), straight));
    });
    await fc.assert(property, trials("calm workflows, straight and with pauses", 100));
  });

  it("do so when the scheduler is made anew from the events after each of them", { timeout }, async () => {
    const property = fc.asyncProperty(flowStory("calm"), (story) => playFlow(story, check, createReplayingEngine));
    await fc.assert(property, trials("calm workflows that are replayed all the time", 25));
  });
});
