import { describe, expect, it } from "vitest";
import { trials, triesAll } from "../support/random-trials.ts";
import { answeredForms, cancelledForms } from "./all-forms.ts";
import { stopEverywhere } from "./stopped-everywhere.ts";

const timeout = 600_000;

describe("a run of all forms of steps whose process ends at a write", () => {
  it("ends as without that: waits, mailboxes, a map, a loop, a race, a sub-workflow that writes back", {
    timeout,
  }, async () => {
    const count = await stopEverywhere(answeredForms, trials("second stops of answered forms", 4));
    console.log(`answered forms: ${count} runs`);
    if (triesAll()) expect(count).toBeGreaterThan(400);
  });

  it("ends as without that when it is cancelled, and its always steps run", { timeout }, async () => {
    const count = await stopEverywhere(cancelledForms, trials("second stops of cancelled forms", 4));
    console.log(`cancelled forms: ${count} runs`);
    if (triesAll()) expect(count).toBeGreaterThan(300);
  });
});
