import { createReplayingEngine } from "@stepspan/engine/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials, triesAll } from "../../support/random-trials.ts";
import { checkFlow } from "./check-flow.ts";
import { flowStory } from "./host/story-case.ts";
import { playFlow } from "./play-flow.ts";
import { createSightings, wildSituations } from "./situations.ts";

const timeout = 600_000;

describe("workflows with races, failures, time limits, cancels and stops", () => {
  it("keep the invariants of their event lists, and their journals add up to the same runs", { timeout }, async () => {
    const sightings = createSightings(wildSituations);
    const property = fc.asyncProperty(flowStory("wild"), (story) =>
      playFlow(story, (played) => {
        checkFlow(played);
        sightings.note(played);
      }),
    );
    await fc.assert(property, trials("wild workflows", 800));
    if (triesAll()) expect(sightings.unseen).toEqual([]);
  });

  it("do so when the scheduler is made anew from the events after each of them", { timeout }, async () => {
    const property = fc.asyncProperty(flowStory("wild"), (story) => playFlow(story, checkFlow, createReplayingEngine));
    await fc.assert(property, trials("wild workflows that are replayed all the time", 40));
  });
});
