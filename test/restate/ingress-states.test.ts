import type { StateStore } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { freePorts } from "../../packages/examples/src/cluster/free-ports.ts";
import { createStatesObject } from "../../packages/restate/src/objects/states-object.ts";
import { createWires } from "../../packages/restate/src/protocol/wires.ts";
import { ingressStateStore } from "../../packages/restate/src/worker/ingress-state-store.ts";
import { servedServices } from "./support/served-services.ts";
import { sharedServer } from "./support/shared-server.ts";

const workflow = `flow/${process.pid}/%2F "é"`;

async function store(): Promise<StateStore> {
  const { adminUrl, ingressUrl } = await sharedServer();
  await servedServices([createStatesObject(workflow) as never], adminUrl);
  return ingressStateStore({ ingressUrl, ingressToken: null }, createWires(null));
}

describe("states that are asked for through the ingress", () => {
  it("are as they were written, and written over what was read alone", async () => {
    const states = await store();
    const key = { workflow, step: null };
    expect(await states.read(key)).toEqual({ version: 0, values: {} });
    const values = { at: new Date(5), map: new Map([[1, "a"]]) };
    expect(await states.write(key, 0, values)).toBe(true);
    expect(await states.write(key, 0, { other: 1 })).toBe(false);
    expect(await states.read(key)).toEqual({ version: 1, values });
    expect(await states.read({ ...key, step: "s" })).toEqual({ version: 0, values: {} });
  });

  it("say where they were not reached, and what to do", async () => {
    const [port] = await freePorts(1);
    const ingressUrl = `http://127.0.0.1:${port}`;
    const states = ingressStateStore({ ingressUrl, ingressToken: null }, createWires(null));
    await expect(states.read({ workflow: "flow", step: "count" })).rejects.toThrow(
      `The state of step "count" of workflow "flow" could not be read through Restate's ingress ${ingressUrl}: Error: connect ECONNREFUSED 127.0.0.1:${port}. Check the ingressUrl of serveSteps, and that an endpoint of serveWorkflows is registered with that server.`,
    );
  });
});
