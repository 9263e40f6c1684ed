import { serveSteps, serveWorkflows } from "@stepspan/restate";
import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { engineOf, serving, uniqueName } from "./support/serving.ts";
import { sharedServer } from "./support/shared-server.ts";

/** All that a run asks of other services: a state of its own, one through the ingress, memos, and a pool that comes late. */
function counting(name: string) {
  return workflow(name, { flowState: z.object({ count: z.number().default(0) }) })
    .step("count", { run: (_, { flowState }) => flowState.update("count", (count = 0) => count + 1) })
    .step("memoised", { cache: {}, run: () => 1 })
    .step("late", { pool: "late", run: () => "late" });
}

/**
 * Restate sends what is meant for a service to the endpoint that was registered last with its name. When two programs had
 * states, memos and waits for pools under the same names, the runs of one stood still once the other had gone.
 */
describe("two programs on one server", () => {
  it("have nothing in common: one goes on when the other, which came later, has gone", async () => {
    const server = await sharedServer();
    const workflows = [counting(uniqueName("stays"))];
    const { ingressUrl } = server;
    await serving(serveWorkflows({ workflows, port: 0 }), server);
    await serving(serveSteps({ workflows, ingressUrl, port: 0 }), server);
    const other = await serving(serveWorkflows({ workflows: [counting(uniqueName("goes"))], port: 0 }), server);
    await other.close();
    const handle = engineOf(server, workflows).start(workflows[0]!);
    await serving(serveSteps({ workflows, ingressUrl, pools: ["late"], port: 0 }), server);
    expect((await handle.result).status).toBe("succeeded");
  });
});
