import type { StepBody, StepForm, Subflow } from "../plan/definition.ts";
import type { StepOutline } from "../plan/outline.ts";
import type { Plan } from "../plan/plan.ts";
import { lambdaOf, notHere, notHereIfWritten } from "./lambda-of-outline.ts";
import { milliseconds, number, type Parts, quoted, requiredNumber } from "./outline-parts.ts";

/** @param workflow the plan of its sub-workflow; null if its body is a function, or if it has none */
export function formOf(kind: StepOutline["kind"], parts: Parts, workflow: Plan | null): StepForm {
  const body = bodyOf(parts, workflow);
  switch (kind) {
    case "single":
      return { kind, body };
    case "map":
      return { kind, body, over: lambdaOf(parts, "over"), concurrency: number(parts, "concurrency", Infinity) };
    case "loop":
      return { kind, body, until: lambdaOf(parts, "until"), maxIterations: requiredNumber(parts, "maxIterations") };
    case "on":
      return {
        ...{ kind, body, event: eventOf(parts) },
        concurrency: requiredNumber(parts, "concurrency"),
        capacity: requiredNumber(parts, "capacity"),
      };
    case "race":
      return { kind, of: Object.freeze((parts.edges.get("of") ?? []).map(([, member]) => member)) };
    case "wait":
      return {
        ...{ kind, event: eventOf(parts) },
        where: notHereIfWritten(parts, "where"),
        timeoutMs: milliseconds(parts, "timeout", null),
      };
    case "sleep":
      return { kind, durationMs: milliseconds(parts, "duration", 0) };
    default:
      return kind satisfies never;
  }
}

function eventOf(parts: Parts) {
  return Object.freeze({ name: quoted(parts, "event"), schema: null });
}

function bodyOf(parts: Parts, plan: Plan | null): StepBody {
  if (plan === null) return { kind: "function", run: notHere(parts, "run"), collect: null };
  const subflow: Subflow = {
    plan,
    captureState: notHereIfWritten(parts, "capture.state"),
    captureFlowState: notHereIfWritten(parts, "capture.flowState"),
    captureResources: new Map(),
    writeBackState: notHereIfWritten(parts, "writeBack.state"),
    writeBackFlowState: notHereIfWritten(parts, "writeBack.flowState"),
    output: notHereIfWritten(parts, "writeBack.output"),
  };
  return { kind: "workflow", subflow };
}
