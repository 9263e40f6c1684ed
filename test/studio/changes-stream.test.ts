import { workflow } from "@stepspan/dsl";
import { describe, expect, it, vi } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { servedStudio } from "../support/served-studio.ts";
import { openMessages, type ServerMessages } from "../support/server-messages.ts";

async function nextRun(messages: ServerMessages): Promise<readonly unknown[]> {
  const message = await messages.next();
  const { runId, status } = (message?.data ?? {}) as { readonly runId?: unknown; readonly status?: unknown };
  return [message?.event, runId, status];
}

describe.each([true, false])("the stream of changes, observed: %s", (isObserved) => {
  it("tells of runs that begin and of their statuses, once each", async () => {
    const steps = createHeldSteps();
    const held = workflow("held")
      .step("hold", { run: steps.held("hold") })
      .step("more", {
        dependsOn: ["hold"],
        run: steps.held("more"),
      });
    const studio = await servedStudio({ workflows: [held], isObserved, limits: { pollMs: 2, gatherMs: 2 } });
    await studio.engine.start(held, undefined, { runId: "before" });
    await vi.waitFor(() => expect(steps.open).toEqual(["hold"]));
    const changes = await openMessages(`${studio.url}/api/changes`);
    expect(await changes.next()).toEqual({ event: "ready", data: {}, id: null });
    const handle = studio.engine.start(held, undefined, { runId: "r", metadata: { by: "test" } });
    expect((await changes.next())?.data).toMatchObject({
      ...{ runId: "r", workflow: "held", status: "running", isOpenHere: true, finishedAt: null },
      metadata: { by: "test" },
    });
    await vi.waitFor(() => expect(steps.open).toEqual(["hold", "hold"]));
    void handle.pause();
    expect(await nextRun(changes)).toEqual(["run", "r", "paused"]);
    handle.resume();
    expect(await nextRun(changes)).toEqual(["run", "r", "running"]);
    await steps.succeed("hold"); // of the run before
    await vi.waitFor(() => expect(steps.open).toEqual(["hold", "more"]));
    await steps.succeed("more");
    expect(await nextRun(changes)).toEqual(["run", "before", "succeeded"]);
    handle.cancel();
    await steps.fail("hold");
    expect(await nextRun(changes)).toEqual(["run", "r", "cancelled"]);
  });
});
