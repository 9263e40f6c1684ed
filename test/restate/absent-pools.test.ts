import { serveSteps, serveWorkflows, stepsService } from "@stepspan/restate";
import { type AnyWorkflow, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { freePorts } from "../../packages/examples/src/cluster/free-ports.ts";
import { reached } from "./support/observed.ts";
import { engineOf, serving, uniqueName } from "./support/serving.ts";
import { sharedServer } from "./support/shared-server.ts";
import { waitsOf } from "./support/waits-of.ts";

/** `near` has workers; those of `far` are missing; `last` needs both. */
function twoPools(name: string): AnyWorkflow {
  return workflow(name)
    .step("near", { run: () => "near" })
    .step("far", { pool: "gpu", run: () => "far" })
    .step("after", { params: { near: ({ stepSpan }) => stepSpan("near").output }, run: ({ near }) => `after ${near}` })
    .step("last", {
      params: { far: ({ stepSpan }) => stepSpan("far").output, after: ({ stepSpan }) => stepSpan("after").output },
      run: ({ far, after }) => `${far}, ${after}`,
    });
}

describe("a pool whose workers are not there", () => {
  it("holds up its own steps until they have come, and says which it is, if it was never there", async () => {
    const server = await sharedServer();
    const workflows = [twoPools(uniqueName("never-there"))];
    await serving(serveWorkflows({ workflows, port: 0 }), server);
    await serving(serveSteps({ workflows, port: 0 }), server);
    const engine = engineOf(server, workflows);
    const handle = engine.start(workflows[0]!);
    await reached(handle, "after", "step-succeeded");
    const run = await engine.runs.get(handle.runId);
    expect(run?.span("far").status).toBe("waiting");
    const service = stepsService(workflows[0]!.plan.name, null, "gpu");
    const lastFailure = expect.stringContaining(`${service}/ping was not found`);
    const [wait] = await waitsOf(engine, handle.runId);
    const message = expect.stringMatching(/^Steps of pool "gpu" wait for workers: Restate has never heard of any\./);
    const since = expect.any(Number);
    expect(wait).toEqual({ service, pool: "gpu", kind: "absent", calls: 1, since, lastFailure, message });

    await serving(serveSteps({ workflows, pools: ["gpu"], port: 0 }), server);
    expect((await handle.result).output).toBe("far, after near");
    expect(await engine.waitsForWorkers(handle.runId)).toEqual([]);
  });

  it("does so if they were there once and are gone", async () => {
    const server = await sharedServer();
    const workflows = [twoPools(uniqueName("gone"))];
    const [port] = await freePorts(1);
    await serving(serveWorkflows({ workflows, port: 0 }), server);
    await serving(serveSteps({ workflows, port: 0 }), server);
    const gone = await serving(serveSteps({ workflows, pools: ["gpu"], port: port! }), server); // one was asked for
    await gone.close();
    const engine = engineOf(server, workflows);
    const handle = engine.start(workflows[0]!);
    await reached(handle, "after", "step-succeeded");
    const service = stepsService(workflows[0]!.plan.name, null, "gpu");
    const lastFailure = expect.stringContaining(`http://127.0.0.1:${port}`);
    const [wait] = await waitsOf(engine, handle.runId);
    const message = expect.stringMatching(/^A call of pool "gpu" fails and is tried again: /);
    const since = expect.any(Number);
    expect(wait).toEqual({ service, pool: "gpu", kind: "failing", calls: 1, since, lastFailure, message });

    await serving(serveSteps({ workflows, pools: ["gpu"], port: port! }), server); // the same
    expect((await handle.result).output).toBe("far, after near");
  });
});
