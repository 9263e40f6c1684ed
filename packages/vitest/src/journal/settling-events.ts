import type { EventBody, EventType, RunEvent } from "@stepspan/engine";

/** An event after which its step never changes again. */
export type SettlingEvent = Extract<
  EventBody,
  { readonly type: "step-succeeded" | "step-failed" | "step-skipped" | "step-cancelled" }
>;

const settling: ReadonlySet<string> = new Set(
  Object.keys({
    "step-succeeded": true,
    "step-failed": true,
    "step-skipped": true,
    "step-cancelled": true,
  } satisfies Record<SettlingEvent["type"], true>),
);

/** Whether the step of this event never changes again. */
export function settlesStep(event: RunEvent): event is RunEvent & SettlingEvent {
  return settling.has(event.type);
}

const beginning: ReadonlySet<string> = new Set([
  "attempt-started",
  "map-started",
  "loop-started",
  "intake-opened",
  "child-started",
  "wait-started",
] satisfies EventType[]);

/** Whether a step begins its work with this event, or an attempt of it waits. */
export function beginsWork(event: RunEvent): boolean {
  return beginning.has(event.type);
}

/** Whether no attempt of the step of this event is open any more. */
export function endsAttempt(
  event: RunEvent,
): event is RunEvent & (SettlingEvent | Extract<EventBody, { readonly type: "attempt-failed" }>) {
  return event.type === "attempt-failed" || settlesStep(event);
}
