import { createReplayingEngine } from "@stepspan/engine/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { trials } from "../support/random-trials.ts";
import { storyCase } from "./cases/run-arbitrary.ts";
import { checkStory } from "./check-story.ts";
import { playStory } from "./play-story.ts";

const timeout = 600_000;

describe("random runs", () => {
  it("keep the invariants of their event lists and go as the contract says", { timeout }, async () => {
    const property = fc.asyncProperty(storyCase(1), (story) => playStory(story, checkStory));
    await fc.assert(property, trials("random runs", 4000));
  });

  it("do so when they share the slots of an engine", { timeout }, async () => {
    const property = fc.asyncProperty(storyCase(3), (story) => playStory(story, checkStory));
    await fc.assert(property, trials("random runs that share an engine", 500));
  });

  it("do so when the scheduler is made anew from the events after each of them", { timeout }, async () => {
    const property = fc.asyncProperty(storyCase(1), (story) => playStory(story, checkStory, createReplayingEngine));
    await fc.assert(property, trials("random runs that are replayed all the time", 500));
  });
});
