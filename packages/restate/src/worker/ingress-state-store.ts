import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { type StateKey, type StateStore, StoreError, toJson } from "@stepspan/engine";
import { asSentence, describeThrown } from "@stepspan/engine/hosting";
import { type KeptState, readState, stateKeyOf } from "../protocol/kept-state.ts";
import { statesService } from "../protocol/names.ts";
import type { Wires } from "../protocol/wires.ts";

/** Milliseconds between the tries of a question that was not answered. */
const pauses = [50, 200, 800, 2000];

interface Ingress {
  readonly ingressUrl: string;
  /** Null for an ingress that asks for none. */
  readonly ingressToken: string | null;
}

/**
 * The states that outlive runs, asked for through the ingress of a server. A question that is not answered is asked
 * again under the same key, so that a write counts once.
 */
export function ingressStateStore(ingress: Ingress, { codec }: Wires): StateStore {
  return {
    read: async (key) => readState((await ask(ingress, key, "read", null)) as KeptState, codec), // as the service answers
    write: async (key, version, values) => {
      const written = toJson(codec.encode(values, "A state"));
      return (await ask(ingress, key, "write", { version, values: written })) as boolean; // as the service answers
    },
  };
}

async function ask(
  { ingressUrl, ingressToken }: Ingress,
  key: StateKey,
  verb: "read" | "write",
  body: unknown,
): Promise<unknown> {
  const url = new URL(`/${statesService(key.workflow)}/${encodeURIComponent(stateKeyOf(key))}/${verb}`, ingressUrl);
  const headers = {
    "content-type": "application/json",
    ...(verb === "write" ? { "idempotency-key": randomUUID() } : {}),
    ...(ingressToken === null ? {} : { authorization: `Bearer ${ingressToken}` }),
  };
  for (const pause of [...pauses, null]) {
    try {
      const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
      if (response.ok) return await response.json();
      const problem = `${response.status} ${await response.text()}`;
      if (response.status < 500 || pause === null) throw failure(verb, key, ingressUrl, `it answered ${problem}`);
    } catch (thrown) {
      if (thrown instanceof StoreError) throw thrown;
      const because = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown; // fetch says why in the cause
      if (pause === null) throw failure(verb, key, ingressUrl, describeThrown(because), thrown);
    }
    await setTimeout(pause ?? 0);
  }
  throw new Error("Bug: a question ended without an answer.");
}

function failure(
  verb: string,
  { workflow, step }: StateKey,
  ingressUrl: string,
  problem: string,
  cause?: unknown,
): StoreError {
  const owner = `workflow ${JSON.stringify(workflow)}`;
  const state = step === null ? `The flow state of ${owner}` : `The state of step ${JSON.stringify(step)} of ${owner}`;
  return new StoreError(
    `${state} could not be ${verb === "read" ? "read" : "written"} through Restate's ingress ${ingressUrl}: ${asSentence(problem)} Check the ingressUrl of serveSteps, and that an endpoint of serveWorkflows is registered with that server.`,
    { cause },
  );
}
