import { serveSteps, serveWorkflows } from "@stepspan/restate";
import { RunError, workflow } from "stepspan";
import { expect, it } from "vitest";
import { engineOf, serving, uniqueName } from "./support/serving.ts";
import { sharedServer } from "./support/shared-server.ts";

/** The record of an error that a replay made with another stack was no match for the journal: its run stood still. */
it("a run goes on whose errors have another stack when they are replayed", async () => {
  const server = await sharedServer("replaying");
  let replays = 0;
  const failing = workflow(uniqueName("stacks"), { failFast: false })
    .step("broken", {
      when: () => {
        throw Object.assign(new Error("no idea"), { stack: `Error: no idea\n    at replay ${++replays}` });
      },
      run: () => 1,
    })
    .step("one", { run: () => 1 })
    .step("two", { params: { one: ({ stepSpan }) => stepSpan("one").output }, run: ({ one }) => one + 1 });
  const workflows = [failing as never];
  await serving(serveWorkflows({ workflows, port: 0 }), server);
  await serving(serveSteps({ workflows, port: 0 }), server);
  const error: unknown = await engineOf(server, workflows)
    .run(failing as never)
    .catch((thrown) => thrown);
  if (!(error instanceof RunError)) throw error;
  expect(error.run.span("two").output).toBe(2);
  expect(replays).toBeGreaterThan(1);
});
