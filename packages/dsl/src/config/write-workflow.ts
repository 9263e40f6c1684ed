import type { Plan } from "@stepspan/engine";
import type { WorkflowConfig } from "./workflow-config.ts";
import type { WritingPlace } from "./writing-place.ts";

/** Writes a workflow that is the body of a step. */
export type WriteWorkflow = (plan: Plan, place: WritingPlace) => WorkflowConfig;
