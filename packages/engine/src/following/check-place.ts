import type { RunEvent } from "../core/events.ts";
import { type CoreState, hasOpenAttempt, Phase } from "../core/state.ts";
import { indexAt, ownerAt, stateAt, stepAt } from "../core/units.ts";

type EventOf<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;

/**
 * What speaks against an event of a step, given how far that is: the core takes what engines write, and makes nothing
 * sensible of anything else. Null for an event that can follow. What depends on the certainty of reads is not looked at:
 * early journals do not have it.
 */
export function misplacement(root: CoreState, event: RunEvent): string | null {
  switch (event.type) {
    case "step-queued":
    case "map-started":
    case "loop-started":
    case "intake-opened":
    case "child-started":
      return whereItIs(root, event, canBegin);
    case "attempt-started":
      return whereItIs(root, event, canAttempt);
    case "attempt-failed":
    case "attempt-resumed":
      return whereItIs(root, event, hasAttempt);
    case "retry-due":
      return whereItIs(root, event, ({ phases }, index) =>
        phases[index] === Phase.backingOff ? null : "its step waits for no retry",
      );
    case "iteration-decided":
      return whereItIs(root, event, canDecide);
    case "wait-started":
      return whereItIs(root, event, canWait);
    case "wait-ended":
    case "event-refused":
      return whereItIs(root, event, waits);
    case "step-reopened":
      return whereItIs(root, event, ({ phases, plan }, index) =>
        index < plan.steps.length && phases[index] === Phase.settled ? null : "its step has not settled",
      );
    case "step-succeeded":
    case "step-failed":
    case "step-skipped":
    case "step-cancelled":
    case "step-reused":
    case "evaluation-suspended":
      return whereItIs(root, event, isOpen);
    default:
      return null; // of the run, or written to a span: at any time
  }
}

type Check<Event> = (state: CoreState, index: number, event: Event) => string | null;

/** An unknown path is found out by the core. */
function whereItIs<Event extends RunEvent & { readonly path: string }>(
  root: CoreState,
  event: Event,
  check: Check<Event>,
): string | null {
  const state = stateAt(root, event.path);
  return check(state, indexAt(state, event.path), event);
}

const isOpen: Check<unknown> = ({ phases }, index) => (phases[index] === Phase.settled ? "its step has settled" : null);

/** What a step begins with says of which form it is. */
const canBegin: Check<EventOf<"step-queued" | "map-started" | "loop-started" | "intake-opened" | "child-started">> = (
  state,
  index,
  event,
) => {
  if (hasOpenAttempt(state, index)) return "its step has an open attempt";
  return begins(state, index) === event.type ? isOpen(state, index, event) : "its step is of another form";
};

/** The event with which it begins; null for a wait, a sleep and a race. */
function begins(state: CoreState, index: number): RunEvent["type"] | null {
  const { form } = stepAt(state, index);
  if (!("body" in form)) return null;
  if (ownerAt(state, index) === index) {
    if (form.kind === "map") return "map-started";
    if (form.kind === "loop") return "loop-started";
    if (form.kind === "on") return "intake-opened";
  }
  return form.body.kind === "workflow" ? "child-started" : "step-queued";
}

const canAttempt: Check<EventOf<"attempt-started">> = (state, index, { attempt }) => {
  if (state.phases[index] !== Phase.queued) return "its step is not queued";
  const next = (state.records[index]?.attemptCount ?? 0) + 1;
  return attempt === next ? null : `it is attempt ${attempt} where ${next} follows`;
};

const hasAttempt: Check<EventOf<"attempt-failed" | "attempt-resumed">> = (state, index, { attempt }) => {
  if (!hasOpenAttempt(state, index)) return "its step has no open attempt";
  const open = state.records[index]?.attemptCount ?? 0;
  return attempt === open ? null : `it is of attempt ${attempt} where ${open} is open`;
};

const canDecide: Check<unknown> = (state, index, event) => {
  const isLoop = index < state.plan.steps.length && stepAt(state, index).form.kind === "loop";
  if (!isLoop || state.records[index]?.parts == null) return "its step is no loop that has begun";
  return isOpen(state, index, event);
};

/** A step that is nothing but a wait, or an attempt that is open. */
const canWait: Check<EventOf<"wait-started">> = (state, index, event) => {
  const { kind } = stepAt(state, index).form;
  if (kind !== "wait" && kind !== "sleep" && !hasOpenAttempt(state, index)) return "its step has no open attempt";
  const next = (state.records[index]?.waits?.entries.length ?? 0) + 1;
  if (event.wait < 1 || event.wait > next) return `it is wait ${event.wait} where ${next} follows`;
  return isOpen(state, index, event);
};

const waits: Check<EventOf<"wait-ended" | "event-refused">> = (state, index, { wait }) => {
  const entry = state.records[index]?.waits?.entries[wait - 1];
  return entry === undefined || entry.outcome !== null ? "its step has no such wait" : null;
};
