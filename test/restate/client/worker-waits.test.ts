import { serveSteps, serveWorkflows } from "@stepspan/restate";
import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { freePorts } from "../../../packages/examples/src/cluster/free-ports.ts";
import { engineOf, serving, uniqueName } from "../support/serving.ts";
import { sharedServer } from "../support/shared-server.ts";

const trained = (name: string) =>
  workflow(name).map("train", {
    over: () => [1, 2, 3],
    params: { item: ({ item }) => item },
    pool: "gpu & co",
    run: ({ item }: { item: number }) => item,
  });

describe("a run whose workers are not there", () => {
  it("is said to wait for a pool that never was, until it comes", async () => {
    const server = await sharedServer();
    const flow = trained(uniqueName("absent"));
    await serving(serveWorkflows({ workflows: [flow], port: 0 }), server);
    await serving(serveSteps({ workflows: [flow], port: 0 }), server);
    const engine = engineOf(server);
    const handle = engine.start(flow);
    await expect
      .poll(() => engine.waitsForWorkers(handle.runId), { timeout: 20_000 })
      .toEqual([
        {
          ...{ service: `stepspan.steps.${flow.name}.gpu_20__26__20_co`, pool: "gpu & co", kind: "absent", calls: 1 },
          ...{ since: expect.any(Number), lastFailure: expect.stringMatching(/gpu_20__26__20_co\/ping was not found/) },
        },
      ]);
    await serving(serveSteps({ workflows: [flow], pools: ["gpu & co"], port: 0 }), server);
    expect((await handle.result).output).toEqual([1, 2, 3]);
    expect(await engine.waitsForWorkers(handle.runId)).toEqual([]);
    expect(await engine.waitsForWorkers("nobody's")).toEqual([]);
  });

  it("is said to wait for a pool that is gone, with all its calls and why they fail", async () => {
    const server = await sharedServer();
    const flow = trained(uniqueName("gone"));
    const [port] = await freePorts(1);
    await serving(serveWorkflows({ workflows: [flow], port: 0 }), server);
    const workers = await serving(serveSteps({ workflows: [flow], pools: ["gpu & co"], port: port! }), server); // one was asked for
    await workers.close();
    const engine = engineOf(server);
    const handle = engine.start(flow);
    await expect
      .poll(() => engine.waitsForWorkers(handle.runId), { timeout: 20_000 })
      .toMatchObject([
        { pool: "gpu & co", kind: "failing", calls: 3, lastFailure: expect.stringContaining("connect") },
      ]);
    await serving(serveSteps({ workflows: [flow], pools: ["gpu & co"], port: port! }), server); // the same
    expect((await handle.result).output).toEqual([1, 2, 3]);
  });
});
