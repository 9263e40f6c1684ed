import type { EmittedEvent, ReusedOutcome, RunEvent } from "../core/events.ts";
import { frozenEvent } from "../core/frozen-event.ts";
import type { StatePatch } from "../spans/span.ts";
import { share } from "../state/record.ts";

/** An event for those outside, frozen: values that cannot be frozen are copies, so that nobody can disturb the run (I8). */
export function shownEvent(event: RunEvent | EmittedEvent): RunEvent | EmittedEvent {
  return frozenEvent(withShownParts(event));
}

function withShownParts(event: RunEvent | EmittedEvent): RunEvent | EmittedEvent {
  switch (event.type) {
    case "run-started":
      return withParts(event, { input: share(event.input), metadata: share(event.metadata) });
    case "step-queued":
      return withParts(event, { params: share(event.params) });
    case "map-started":
      return withParts(event, { items: share(event.items) });
    case "child-started":
      return withParts(event, {
        input: share(event.input),
        state: share(event.state),
        flowState: share(event.flowState),
      });
    case "step-succeeded":
    case "stop-requested":
    case "run-finished":
      return withParts(event, { output: share(event.output) });
    case "variable-set":
      return withParts(event, { value: share(event.value) });
    case "log-written":
      return withParts(event, { fields: share(event.fields) });
    case "event-sent":
    case "event-emitted":
      return withParts(event, { data: share(event.data) });
    case "wait-ended":
      return event.outcome.kind === "answered"
        ? withParts(event, { outcome: withParts(event.outcome, { data: share(event.outcome.data) }) })
        : event;
    case "step-reused":
      return withParts(event, { params: share(event.params), outcome: shownOutcome(event.outcome) });
    case "state-changed":
      return withParts(event, { patches: shownPatches(event.patches) });
    default:
      return event;
  }
}

function shownOutcome(outcome: ReusedOutcome): ReusedOutcome {
  return outcome.kind === "succeeded" ? withParts(outcome, { output: share(outcome.output) }) : outcome;
}

function shownPatches(patches: readonly StatePatch[]): readonly StatePatch[] {
  const shown = patches.map((patch) => ("value" in patch ? withParts(patch, { value: share(patch.value) }) : patch));
  return shown.every((patch, index) => patch === patches[index]) ? patches : Object.freeze(shown);
}

/** The whole itself if no part had to be copied. */
function withParts<Whole extends object>(whole: Whole, parts: Partial<Whole>): Whole {
  const isSame = Object.entries(parts).every(([key, part]) => Object.is(whole[key as keyof Whole], part)); // keys of Whole by its type
  return isSame ? whole : Object.freeze({ ...whole, ...parts });
}
