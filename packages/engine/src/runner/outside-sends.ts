import { checkKeys } from "../borders/check-options.ts";
import { parseEventData } from "../borders/event-data.ts";
import type { EventDefinition } from "../context/event-definition.ts";
import { waitsAt } from "../core/mailbox.ts";
import type { CoreState } from "../core/state.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import type { Plan } from "../plan/plan.ts";
import type { RunHandle, SendOptions } from "./handle.ts";
import type { RunExecution } from "./run-execution.ts";

/** Sends events from outside to a run: to a live run those of one name one after the other, no faster than it takes them. */
export function createSender(execution: RunExecution): RunHandle["send"] {
  const { root, ports } = execution.host;
  /** For each name of an event its last send: a full mailbox must not hold up what others wait for. */
  const before = new Map<string, Promise<unknown>>();

  const sendNow = async (event: EventDefinition, data: unknown, to: string | null): Promise<void> => {
    const isTaken = await execution.submit({ type: "sent", path: "", event: event.name, data, from: null, to });
    if (!isTaken) throw refusal(execution, event.name, to);
  };

  return async (given: EventDefinition<unknown, never> | string, data: unknown, options: SendOptions = {}) => {
    const { plan, settings } = execution;
    const event = typeof given === "string" ? eventNamed(plan, given) : given;
    const to = options.to ?? null;
    const place = `The event sent to run ${JSON.stringify(settings.runId)}`;
    checkKeys(options, ["to"], place);
    const parsed = await parseEventData(event, data, { place, classes: ports.classes });
    if (execution.isOver || (to !== null && waitsAt(root, to, event.name).length === 0))
      throw refusal(execution, event.name, to);
    if (!settings.live || to !== null) return sendNow(event, parsed, to);
    const sending = (before.get(event.name) ?? Promise.resolve()).then(async () => {
      while (!execution.isOver && (!execution.hasBegun || isFull(root, event.name))) await change(execution);
      return sendNow(event, parsed, to);
    });
    before.set(
      event.name,
      sending.catch(() => undefined),
    );
    return sending;
  };
}

/** The mailbox of a live run is full if one of its `on` steps has as many events waiting as it may. */
function isFull(root: CoreState, event: string): boolean {
  if (!root.tree.isOpen) return false;
  return (root.plan.listeners.get(event) ?? []).some((index) => {
    const parts = root.records[index]?.parts;
    return parts?.form.kind === "on" && parts.events.length - parts.units.length >= parts.form.capacity;
  });
}

function change(execution: RunExecution): Promise<void> {
  return new Promise((resolve) => {
    const unlisten = execution.listen(() => {
      unlisten();
      resolve();
    });
  });
}

/** The event of this name that the workflow, or one below it, takes; without a schema if there is none. */
export function eventNamed(plan: Plan, name: string): EventDefinition {
  for (const { form } of plan.steps) {
    if ((form.kind === "on" || form.kind === "wait") && form.event.name === name) return form.event;
    if (!("body" in form) || form.body.kind !== "workflow") continue;
    const below = eventNamed(form.body.subflow.plan, name);
    if (below.schema !== null) return below;
  }
  return { name, schema: null };
}

/** @param run in words: `Run "r" of workflow "w"` */
export function takesNoEvent(run: string, why: "is over" | "was stopped", event: string): DefinitionError {
  return new DefinitionError(`${run} ${why}, so it takes no event "${event}". Start another run.`);
}

function refusal({ settings, plan, isOver, host }: RunExecution, event: string, to: string | null): DefinitionError {
  const run = `Run ${JSON.stringify(settings.runId)} of workflow "${plan.name}"`;
  if (isOver || to === null) {
    return takesNoEvent(run, isOver || !settings.live ? "is over" : "was stopped", event);
  }
  const waiting = [...(host.root.tree.channels.get(event)?.waits.keys() ?? [])].map((key) =>
    JSON.stringify(key.replace(/ \d+$/, "")),
  );
  const others = waiting.length === 0 ? "No step waits for it." : `Waiting for it: ${waiting.join(", ")}.`;
  return new DefinitionError(
    `${run} has no step at ${JSON.stringify(to)} that waits for event "${event}": it does not wait yet, or was answered before. ${others}`,
  );
}
