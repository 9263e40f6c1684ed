import type { WorkflowDefinition } from "@stepspan/engine";

/** What a workflow has besides its steps. */
export type WorkflowFrame = Omit<WorkflowDefinition, "steps" | "returns" | "warnings">;
