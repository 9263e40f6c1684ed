import { describe, expect, it } from "vitest";
import { expectedValues, type Job, jobs } from "../../scripts/restate-cost/graph.ts";
import { handSides } from "../../scripts/restate-cost/hand-sides.ts";
import { handWrittenSteps, handWrittenWorkflows } from "../../scripts/restate-cost/hand-written.ts";
import { servedServices } from "./support/served-services.ts";
import { sharedServer } from "./support/shared-server.ts";

describe("the hand-written code that Stepspan is compared with", () => {
  it("does the jobs of the comparison, and gives the value of every step", async () => {
    const server = await sharedServer();
    await servedServices([...handWrittenWorkflows(), handWrittenSteps()], server.adminUrl);
    const sides = handSides(server.ingressUrl);
    const chosen = jobs.filter(({ name }) => name === "small-1" || name === "fan-out-1000");
    for (const side of sides) {
      for (const job of chosen) expect(await side.run(job), `${side.name}, ${job.name}`).toEqual(expectedValues(job));
    }
    expect([sides.length, chosen.length]).toEqual([2, 2]);
  });
});

describe("a job of the comparison", () => {
  const jobOf = (parents: Job["parents"]): Job => ({ name: "any", parents, runs: 1 });

  it("passes values on: a step gives its number and what its parents gave", () => {
    expect(expectedValues(jobOf([[], [0], [0, 1], [1, 2]]))).toEqual([0, 1, 3, 7]);
  });
});
