import type { Plan, Subflow } from "@stepspan/engine";
import type { Place } from "../checks/place.ts";
import type { NamedValues } from "../mapping/require-known-names.ts";
import type { WorkflowFrame } from "../workflow-frame.ts";

/** The two workflows between which values cross, and the step at which they do. */
export interface Crossing {
  readonly place: Place;
  readonly parent: WorkflowFrame;
  readonly child: Plan;
}

/** The layers of state between which values can cross. */
export type Layer = NamedValues["layer"];

/** The values of a layer of a workflow. */
export function valuesOf({ name, state, flowState }: WorkflowFrame | Plan, layer: Layer): NamedValues {
  return { layer, workflow: name, schema: layer === "state" ? state : flowState };
}

/** What of a sub-workflow says what crosses into it. */
export type Capture = Pick<Subflow, "captureState" | "captureFlowState" | "captureResources">;

/** What of a sub-workflow says what crosses out of it. */
export type WriteBack = Pick<Subflow, "writeBackState" | "writeBackFlowState" | "output">;

export const noCapture: Capture = { captureState: null, captureFlowState: null, captureResources: new Map() };

export const noWriteBack: WriteBack = { writeBackState: null, writeBackFlowState: null, output: null };
