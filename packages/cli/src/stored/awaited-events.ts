import type { Plan } from "@stepspan/engine";
import type { RunEvent } from "stepspan";

/** The names of the events that a run takes, as far as that is known: by its steps, and by the waits of their bodies. */
export function awaitedEvents(plan: Plan, events: readonly RunEvent[]): readonly string[] {
  const names = new Set(namesInPlan(plan));
  for (const event of events) if (event.type === "wait-started" && event.event !== null) names.add(event.event);
  return [...names];
}

function namesInPlan(plan: Plan): readonly string[] {
  return plan.steps.flatMap(({ form }) => {
    if (form.kind === "wait") return [form.event.name];
    const below = "body" in form && form.body.kind === "workflow" ? namesInPlan(form.body.subflow.plan) : [];
    return form.kind === "on" ? [form.event.name, ...below] : below;
  });
}
