import type { PlanOutline } from "@stepspan/engine";

/** The outline of a workflow without steps, for tests that do not look at it. */
export const someOutline: PlanOutline = Object.freeze({
  root: "w0",
  workflows: Object.freeze({ w0: Object.freeze({ name: "w", version: null, parts: [], steps: [] }) }),
});
