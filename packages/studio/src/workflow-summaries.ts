import type { Plan, Runnable, Schema } from "@stepspan/engine";
import { toJSONSchema } from "zod";
import type { WorkflowSummary } from "./protocol.ts";

/** The workflows that can be started, as a page has to know them. */
export function workflowSummaries(workflows: Iterable<Runnable>): readonly WorkflowSummary[] {
  return [...workflows].map(({ name, plan }) => ({
    name,
    version: plan.version,
    inputSchema: plan.input === null ? null : jsonSchemaOf(plan.input),
    waits: waitsOf(plan),
  }));
}

/** Parts that JSON schema has no word for allow anything: the schema itself checks them when the run is started. */
function jsonSchemaOf(schema: Schema): WorkflowSummary["inputSchema"] {
  try {
    return toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Readonly<Record<string, unknown>>; // an object
  } catch {
    return null;
  }
}

/** Names of the events that steps wait for, those of its sub-workflows included. */
function waitsOf(plan: Plan): readonly string[] {
  const names = new Set<string>();
  const plans = new Set([plan]);
  for (const { steps } of plans) {
    for (const { form } of steps) {
      if (form.kind === "wait" || form.kind === "on") names.add(form.event.name);
      if ("body" in form && form.body.kind === "workflow") plans.add(form.body.subflow.plan);
    }
  }
  return [...names];
}
