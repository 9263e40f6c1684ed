import type { Core } from "../core/core.ts";
import type { EventBody, RunEvent } from "../core/events.ts";

/**
 * Takes the events of before into a core. A definition that was changed may have consequences that they do not hold: a
 * step that was added to a run which was stopped since, for example, is to be cancelled.
 *
 * @returns what the core decided in consequence and is not among the events
 */
export function foldEvents(core: Core, events: readonly RunEvent[]): readonly EventBody[] {
  const open = new Map<string, EventBody[]>();
  let stalls: EventBody[] = [];
  for (const event of events) {
    if (open.size > 0) close(open, event);
    if (event.type !== "definition-changed") stalls = []; // a run that went on had not stalled
    for (const command of core.apply(event)) {
      if (command.type !== "settle") continue;
      if (command.event.type === "run-stalled") stalls.push(command.event);
      else addTo(open, command.event);
    }
  }
  return [...[...open.values()].flat(), ...stalls];
}

function addTo(open: Map<string, EventBody[]>, body: EventBody): void {
  const bodies = open.get(pathOf(body));
  if (bodies === undefined) open.set(pathOf(body), [body]);
  else bodies.push(body);
}

const settlements: ReadonlySet<EventBody["type"]> = new Set([
  "step-succeeded",
  "step-failed",
  "step-skipped",
  "step-cancelled",
  "step-reused",
]);

/** It was written: it, or another end of the same. */
function close(open: Map<string, EventBody[]>, event: RunEvent): void {
  const path = pathOf(event);
  const bodies = open.get(path);
  if (bodies === undefined) return;
  const left = bodies.filter((body) => !isClosedBy(body, event));
  if (left.length === 0) open.delete(path);
  else open.set(path, left);
}

function isClosedBy(body: EventBody, event: RunEvent): boolean {
  if (isSettlement(event)) return true;
  if (body.type !== event.type) return false;
  return body.type !== "wait-ended" || event.type !== "wait-ended" || body.wait === event.wait;
}

function isSettlement({ type }: EventBody): boolean {
  return settlements.has(type);
}

/** Empty for what is of the run itself. */
function pathOf(body: EventBody): string {
  return "path" in body ? body.path : "";
}
