import { serveSteps, serveWorkflows } from "@stepspan/restate";
import { type AnyWorkflow, defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { reached } from "./support/observed.ts";
import { engineOf, serving, uniqueName } from "./support/serving.ts";
import { type SharedServer, sharedServer } from "./support/shared-server.ts";
import { waitsOf } from "./support/waits-of.ts";

const go = defineEvent("go", z.null());

/** Two steps around a wait; what they give says which release called them. */
function firstRelease(name: string, version?: string): AnyWorkflow {
  return workflow(name, version === undefined ? {} : { version })
    .step("first", { run: () => "first of 1" })
    .wait("gate", { event: go })
    .step("last", {
      dependsOn: ["gate"],
      params: { first: ({ stepSpan }) => `${stepSpan("first").output}, decided by 1` },
      run: ({ first }) => `${first}, last of 1`,
    });
}

/** One more step, and other lambdas and bodies. */
function secondRelease(name: string, version?: string): AnyWorkflow {
  return workflow(name, version === undefined ? {} : { version })
    .step("zeroth", { run: () => "zeroth of 2" })
    .step("first", { params: { zeroth: ({ stepSpan }) => stepSpan("zeroth").output }, run: () => "first of 2" })
    .wait("gate", { event: go })
    .step("last", {
      dependsOn: ["gate"],
      params: { first: ({ stepSpan }) => `${stepSpan("first").output}, decided by 2` },
      run: ({ first }) => `${first}, last of 2`,
    });
}

/** Orchestrator and worker of a release, beside those of others. */
async function released(release: AnyWorkflow, server: SharedServer): Promise<void> {
  await serving(serveWorkflows({ workflows: [release], port: 0 }), server);
  await serving(serveSteps({ workflows: [release], port: 0 }), server);
}

/** A run of the first release that is at its gate when the second one comes, and one that begins then. */
async function upgraded(first: AnyWorkflow, second: AnyWorkflow): Promise<readonly unknown[]> {
  const server = await sharedServer();
  await released(first, server);
  const old = engineOf(server).start(first);
  await reached(old, "gate", "wait-started");
  await reached(old, "first", "step-succeeded");

  await released(second, server);
  const young = engineOf(server).start(second);
  await reached(young, "gate", "wait-started");
  await old.send(go, null);
  await young.send(go, null);
  return [(await old.result).output, (await young.result).output];
}

describe("a rolling upgrade", () => {
  it("leaves runs with their definition and their workers if the releases have versions", async () => {
    const name = uniqueName("versioned");
    expect(await upgraded(firstRelease(name, "1"), secondRelease(name, "2"))).toEqual([
      "first of 1, decided by 1, last of 1",
      "first of 2, decided by 2, last of 2",
    ]);
  });

  it("leaves runs with their definition if they have none, and gives their later steps to the newest workers", async () => {
    const name = uniqueName("unversioned");
    expect(await upgraded(firstRelease(name), secondRelease(name))).toEqual([
      "first of 1, decided by 1, last of 2",
      "first of 2, decided by 2, last of 2",
    ]);
  });

  it("that takes a step from workers leaves it waiting, and says why, until workers that know it come again", async () => {
    const server = await sharedServer();
    const name = uniqueName("without-last");
    const first = firstRelease(name);
    await released(first, server);
    const engine = engineOf(server);
    const handle = engine.start(first);
    await reached(handle, "gate", "wait-started");
    await released(workflow(name).step("other", { run: () => "other" }), server);
    await handle.send(go, null);
    const [wait] = await waitsOf(engine, handle.runId);
    expect(wait?.lastFailure).toContain(
      `A worker was asked for step "last" of workflow "${name}", which its definition does not have: the run began with another one. Serve that definition too, or give changed workflows another version; the call is made again until a worker knows the step.`,
    );
    await serving(serveSteps({ workflows: [first], port: 0 }), server);
    expect((await handle.result).output).toBe("first of 1, decided by 1, last of 1");
  });
});
