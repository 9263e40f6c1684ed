import { createReplayingEngine } from "@stepspan/engine/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials, triesAll } from "../support/random-trials.ts";
import { storyCase } from "./cases/run-arbitrary.ts";
import { checkStory, eventsOfRun } from "./check-story.ts";
import { type PlayedStory, playStory } from "./play-story.ts";
import { situations } from "./situations.ts";

const timeout = 600_000;

describe("random runs", () => {
  it("keep the invariants of their event lists and go as the contract says", { timeout }, async () => {
    const unseen = new Set(Object.keys(situations));
    const property = fc.asyncProperty(storyCase(1), (story) =>
      playStory(story, async (played) => {
        await checkStory(played);
        for (const situation of [...unseen]) if (isIn(played, situation)) unseen.delete(situation);
      }),
    );
    await fc.assert(property, trials("random runs", 10_000));
    if (triesAll()) expect([...unseen]).toEqual([]);
  });

  it("do so when they share the slots of an engine", { timeout }, async () => {
    const property = fc.asyncProperty(storyCase(3), (story) => playStory(story, checkStory));
    await fc.assert(property, trials("random runs that share an engine", 1500));
  });

  it("do so when the scheduler is made anew from the events after each of them", { timeout }, async () => {
    const property = fc.asyncProperty(storyCase(1), (story) => playStory(story, checkStory, createReplayingEngine));
    await fc.assert(property, trials("random runs that are replayed all the time", 1000));
  });
});

function isIn({ host, workflows }: PlayedStory, situation: string): boolean {
  return [...workflows].some(([runId, workflow]) =>
    situations[situation]!({ workflow, events: eventsOfRun(host.timeline, runId) }),
  );
}
