import { createReplayingEngine } from "@stepspan/engine/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { trials } from "../../support/random-trials.ts";
import { checkAgainstInterpreter } from "./check-calm.ts";
import { checkFlow } from "./check-flow.ts";
import type { PlayedFlow } from "./host/forms-host.ts";
import { flowStory } from "./host/story-case.ts";
import { playFlow } from "./play-flow.ts";

const timeout = 600_000;

async function check(played: PlayedFlow): Promise<void> {
  checkFlow(played);
  await checkAgainstInterpreter(played);
}

describe("workflows whose outcome does not depend on time", () => {
  it("come to what a sequential reading of them says, with pauses and restarts at any moment", {
    timeout,
  }, async () => {
    const property = fc.asyncProperty(flowStory("calm"), (story) => playFlow(story, check));
    await fc.assert(property, trials("calm workflows", 300));
  });

  it("do so when the scheduler is made anew from the events after each of them", { timeout }, async () => {
    const property = fc.asyncProperty(flowStory("calm"), (story) => playFlow(story, check, createReplayingEngine));
    await fc.assert(property, trials("calm workflows that are replayed all the time", 40));
  });
});
