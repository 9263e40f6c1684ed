import type { Plan } from "@stepspan/engine";

/** The plan of a workflow; null for anything else. */
export function planOf(value: unknown): Plan | null {
  if (typeof value !== "object" || value === null || !("plan" in value)) return null;
  const { plan } = value;
  return typeof plan === "object" && plan !== null && "indexByName" in plan ? (plan as Plan) : null; // nothing else is so made
}
