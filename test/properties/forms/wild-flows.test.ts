import { createReplayingEngine } from "@stepspan/engine/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { trials } from "../../support/random-trials.ts";
import { checkFlow } from "./check-flow.ts";
import { flowStory } from "./host/story-case.ts";
import { playFlow } from "./play-flow.ts";

const timeout = 600_000;

describe("workflows with races, failures, time limits, cancels and stops", () => {
  it("keep the invariants of their event lists, and their journals add up to the same runs", { timeout }, async () => {
    const property = fc.asyncProperty(flowStory("wild"), (story) => playFlow(story, checkFlow));
    await fc.assert(property, trials("wild workflows", 400));
  });

  it("do so when the scheduler is made anew from the events after each of them", { timeout }, async () => {
    const property = fc.asyncProperty(flowStory("wild"), (story) => playFlow(story, checkFlow, createReplayingEngine));
    await fc.assert(property, trials("wild workflows that are replayed all the time", 60));
  });
});
