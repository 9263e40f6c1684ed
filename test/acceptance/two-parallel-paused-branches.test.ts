import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, resumeElsewhere, send, snapshotText } from "../support/replayed-trial.ts";

const approval = defineEvent("approval", z.object({ by: z.string() }));

/** Two branches that do some work, wait for a person, and go on with what the person said. */
function twoBranches() {
  const steps = createHeldSteps();
  const branches = workflow("branches")
    .step("draftText", { run: steps.held<string>("draftText") })
    .step("draftImage", { run: steps.held<string>("draftImage") })
    .wait("approveText", { event: approval, dependsOn: ["draftText"] })
    .step("approveImage", {
      dependsOn: ["draftImage"],
      run: (_params, context) => context.waitFor(approval, { where: ({ by }) => by !== "" }),
    })
    .step("publishText", {
      params: { by: ({ stepSpan }) => stepSpan("approveText").output.by },
      run: steps.held<string>("publishText"),
    })
    .step("publishImage", {
      params: { by: ({ stepSpan }) => stepSpan("approveImage").output.by },
      run: steps.held<string>("publishImage"),
    })
    .returns(({ stepSpan }) => [stepSpan("publishText").output, stepSpan("publishImage").output]);
  return { steps, branches };
}

describe("two parallel paused branches", () => {
  it("wait side by side, and each goes on by itself when it is answered", async () => {
    const { steps, branches } = twoBranches();
    const trial = await begin(branches);
    await steps.succeed("draftText");
    await steps.succeed("draftImage");
    expect(trial.handle.waits.map(({ path }) => path)).toEqual(["approveText", "approveImage"]);
    await send(trial, approval, { by: "Ada" }, { to: "approveImage" });
    expect(steps.open).toEqual(["publishImage"]);
    expect(steps.params("publishImage")).toEqual({ by: "Ada" });
    await steps.succeed("publishImage");
    expect(trial.handle.waits.map(({ path }) => path)).toEqual(["approveText"]);
    await send(trial, approval, { by: "Bob" }, { to: "approveText" });
    await steps.succeed("publishText");
    expect((await trial.end()).output).toEqual(["publishText", "publishImage"]);
  });

  it("do not hold each other up: one waits while the other works", async () => {
    const { steps, branches } = twoBranches();
    const trial = await begin(branches, { engine: { concurrency: 1 } });
    await steps.succeed("draftText");
    expect(steps.open).toEqual(["draftImage"]);
    await send(trial, approval, { by: "Ada" });
    expect(steps.open).toEqual(["draftImage"]);
    await steps.succeed("draftImage");
    expect(steps.open).toEqual(["publishText"]);
    await trial.cancel();
    await steps.fail("publishText");
    await trial.end();
  });

  it("survive a pause of the whole run: answers that come meanwhile are kept", async () => {
    const { steps, branches } = twoBranches();
    const trial = await begin(branches);
    await steps.succeed("draftText");
    await steps.succeed("draftImage");
    await trial.handle.pause();
    await send(trial, approval, { by: "Ada" }, { to: "approveText" });
    await send(trial, approval, { by: "Bob" }, { to: "approveImage" });
    expect(steps.open).toEqual([]);
    trial.handle.resume();
    await trial.advance(0);
    expect(steps.open).toEqual(["publishText", "publishImage"]);
    expect(steps.params("publishText")).toEqual({ by: "Ada" });
    expect(steps.params("publishImage")).toEqual({ by: "Bob" });
    await steps.succeed("publishText");
    await steps.succeed("publishImage");
    expect((await trial.end()).status).toBe("succeeded");
  });

  it("survive a move to another engine, where they are answered in the other order", async () => {
    const first = twoBranches();
    const here = await begin(first.branches);
    await first.steps.succeed("draftText");
    await first.steps.succeed("draftImage");
    const text = await snapshotText(here.handle);
    const second = twoBranches();
    const there = await resumeElsewhere(here, text, second.branches);
    expect(there.handle.waits.map(({ path }) => path)).toEqual(["approveText", "approveImage"]);
    await send(there, approval, { by: "Bob" }, { to: "approveImage" });
    await send(there, approval, { by: "Ada" }, { to: "approveText" });
    expect(second.steps.calls("draftText")).toEqual([]);
    expect(second.steps.open).toEqual(["publishImage", "publishText"]);
    await second.steps.succeed("publishText");
    await second.steps.succeed("publishImage");
    expect((await there.end()).output).toEqual(["publishText", "publishImage"]);
  });

  it("are both cancelled while they wait; what had succeeded stays", async () => {
    const { steps, branches } = twoBranches();
    const trial = await begin(branches);
    await steps.succeed("draftText");
    await steps.succeed("draftImage");
    await trial.cancel("no longer needed");
    const run = await trial.end();
    expect(run.status).toBe("cancelled");
    expect(run.span("draftText").status).toBe("succeeded");
    for (const name of ["approveText", "approveImage"] as const) {
      expect(run.span(name).cancelled).toEqual({ kind: "cancel", reason: "no longer needed" });
      expect(run.span(name).waits.map(({ outcome }) => outcome)).toEqual(["withdrawn"]);
    }
    await expect(trial.handle.send(approval, { by: "Ada" })).rejects.toThrow("is over");
  });
});
