import type { Plan, Subflow } from "@stepspan/engine";

/** A workflow as a body to which nothing crosses but its input, and from which nothing but its output. */
export function bareSubflow(plan: Plan): Subflow {
  return Object.freeze({
    plan,
    captureState: null,
    captureFlowState: null,
    captureResources: new Map<string, string>(),
    writeBackState: null,
    writeBackFlowState: null,
    output: null,
  });
}
