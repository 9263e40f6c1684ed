import { randomUUID } from "node:crypto";
import { layersByHand, raceByHand } from "./hand-written.ts";
import type { Side } from "./side.ts";

const roles = ["hand-orchestrator", "hand-worker"];

/** Both hand-written ways, called as one would: the answer to the call is the result. */
export function handSides(ingressUrl: string): readonly Side[] {
  return [
    { name: "by hand, race", roles, run: ({ name }) => callWorkflow(ingressUrl, raceByHand, name) },
    { name: "by hand, layers", roles, run: ({ name }) => callWorkflow(ingressUrl, layersByHand, name) },
  ];
}

async function callWorkflow(ingressUrl: string, workflow: string, input: string): Promise<readonly unknown[]> {
  const response = await fetch(`${ingressUrl}/${workflow}/${randomUUID()}/run`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${workflow}: ${response.status} ${answer}`);
  return JSON.parse(answer) as readonly unknown[]; // so its handler says
}
