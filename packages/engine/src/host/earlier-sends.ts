import type { RunEvent } from "../core/events.ts";
import { topOf } from "../plan/path.ts";
import type { Plan } from "../plan/plan.ts";
import { isSameValue } from "../state/same-value.ts";

type EventSent = Extract<RunEvent, { type: "event-sent" }>;
type WaitEnded = Extract<RunEvent, { type: "wait-ended" }>;

/** An event that a step of an earlier run sent to the others, and who had it; steps are named by their paths at the top. */
export interface EarlierSend {
  readonly sent: EventSent;
  readonly from: string;
  /** `on` steps that had not settled. */
  readonly heard: readonly string[];
  /** The step whose wait took it; null if none did. */
  readonly takenBy: string | null;
}

interface Send {
  readonly sent: EventSent;
  readonly heard: readonly string[];
  takenBy: string | null;
}

/**
 * What the steps at the top of a run sent to each other. The journal does not say which event a wait took: it is the
 * oldest of its name that nobody had, that it could have, and that its `where` did not refuse.
 *
 * @param plan says which `on` steps there are
 */
export function earlierSends(plan: Plan, events: readonly RunEvent[]): readonly EarlierSend[] {
  const sends: Send[] = [];
  const pending = new Map<string, Set<Send>>();
  const awaited = new Map<string, string>();
  const refused = new Set<string>();
  const settled = new Set<string>();

  const send = (sent: EventSent) => {
    const made: Send = { sent, heard: listenersOf(plan, sent).filter((path) => !settled.has(path)), takenBy: null };
    sends.push(made);
    if (made.heard.length > 0) return;
    const others = pending.get(sent.event) ?? new Set();
    pending.set(sent.event, others.add(made));
  };
  const take = (ended: WaitEnded, data: unknown) => {
    const open = pending.get(awaited.get(waitKey(ended)) ?? "") ?? new Set();
    const candidates = [...open].filter(
      ({ sent }) => mayTake(ended.path, sent) && !refused.has(refusalKey(ended, sent.sequence)),
    );
    // Instances of registered classes are never the same once they were stored.
    const taken = candidates.find(({ sent }) => isSameValue(sent.data, data)) ?? candidates[0];
    if (taken === undefined) return;
    taken.takenBy = topOf(ended.path);
    open.delete(taken);
  };

  for (const event of events) {
    if (event.type === "event-sent") send(event);
    else if (event.type === "wait-started") awaited.set(waitKey(event), event.event ?? "");
    else if (event.type === "event-refused") refused.add(refusalKey(event, event.sent));
    else if (event.type === "wait-ended" && event.outcome.kind === "answered") take(event, event.outcome.data);
    else if (isSettlement(event)) settled.add(event.path);
  }
  return sends.flatMap(({ sent, ...had }) => {
    const isOfTop = sent.path === "" && sent.from !== null && sent.to === null;
    return isOfTop ? [{ sent, from: topOf(sent.from), ...had }] : [];
  });
}

function listenersOf({ listeners, paths }: Plan, { path, event, to }: EventSent): readonly string[] {
  if (path !== "" || to !== null) return [];
  return (listeners.get(event) ?? []).map((index) => paths[index]!); // listeners are steps of the plan
}

/** As the mailbox of the core decides it. */
function mayTake(path: string, { path: scope, from, to }: EventSent): boolean {
  if (to !== null) return to === path;
  const run = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  return run === scope || (from === null && (scope === "" || run.startsWith(`${scope}/`)));
}

function isSettlement(event: RunEvent): event is Extract<RunEvent, { type: "step-succeeded" }> {
  switch (event.type) {
    case "step-succeeded":
    case "step-failed":
    case "step-skipped":
    case "step-cancelled":
    case "step-reused":
      return true;
    default:
      return false;
  }
}

function waitKey({ path, wait }: { readonly path: string; readonly wait: number }): string {
  return `${wait} ${path}`;
}

function refusalKey(wait: { readonly path: string; readonly wait: number }, sequence: number): string {
  return `${sequence} ${waitKey(wait)}`;
}
