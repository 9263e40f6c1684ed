import type { OpenWait, Plan, RunEvent } from "@stepspan/engine";
import { endsAttempt, settlesStep } from "../journal/settling-events.ts";
import { findStep } from "./find-step.ts";

/** What the events of a run say about it so far. Steps, items and iterations are known by their paths. */
export interface RunWatch {
  readonly events: readonly RunEvent[];
  /** Those with an open attempt that does not wait. */
  readonly open: ReadonlySet<string>;
  /** Those with an open attempt that waits, for an event or for a time. */
  readonly parked: ReadonlySet<string>;
  /** The waits that are open, in the order in which they began. */
  readonly waits: readonly OpenWait[];
  /** Whether the `where` of a wait has refused an event. */
  hasRefused(wait: OpenWait): boolean;
  /** The unsettled steps for which this one waits. */
  waitsFor(path: string): readonly string[];
  onEvent(event: RunEvent): void;
}

/** Follows the events of one run of the plan. */
export function watchRun(plan: Plan): RunWatch {
  const events: RunEvent[] = [];
  const open = new Set<string>();
  const parked = new Set<string>();
  const settled = new Set<string>();
  const refused = new Set<string>();
  const waits = new Map<string, OpenWait>();
  const keysByPath = new Map<string, string[]>();
  const discovered = new Map<string, readonly string[]>();
  const isUnsettled = (path: string) => !settled.has(path);
  return {
    events,
    open,
    parked,
    get waits() {
      return [...waits.values()];
    },
    hasRefused: (wait) => refused.has(keyOf(wait)),
    waitsFor(path) {
      const prefix = path.slice(0, path.lastIndexOf("/") + 1);
      const found = findStep(plan, path);
      const edges = found === null ? [] : found.plan.edgesTo(found.index);
      const upFront = edges.filter(({ certainty }) => certainty === "required").map(({ from }) => from);
      const names = [...new Set([...upFront, ...(discovered.get(path) ?? [])])];
      const siblings = names.map((name) => prefix + found?.plan.paths[found.plan.indexByName.get(name) ?? -1]);
      const outer = prefix === "" ? [] : [prefix.slice(0, -1)];
      return [...siblings.filter(isUnsettled), ...outer.flatMap((above) => this.waitsFor(above))];
    },
    onEvent(event) {
      events.push(event);
      if (!("path" in event)) return;
      const { path } = event;
      switch (event.type) {
        case "attempt-started":
        case "attempt-resumed":
          open.add(path);
          parked.delete(path);
          break;
        case "wait-started": {
          const { wait, event: name, time, dueAt } = event;
          keysByPath.set(path, [...(keysByPath.get(path) ?? []), keyOf(event)]);
          waits.set(keyOf(event), { path, wait, event: name, startedAt: time, dueAt });
          if (open.delete(path)) parked.add(path);
          break;
        }
        case "wait-ended":
          waits.delete(keyOf(event));
          break;
        case "event-refused":
          refused.add(keyOf(event));
          break;
        case "evaluation-suspended":
          discovered.set(
            path,
            event.suspensions.flatMap(({ on }) => on),
          );
          break;
        default:
          if (!endsAttempt(event)) return;
          open.delete(path);
          parked.delete(path);
          if (settlesStep(event)) settled.add(path);
          for (const key of keysByPath.get(path) ?? []) waits.delete(key);
          keysByPath.delete(path);
      }
    },
  };
}

function keyOf({ path, wait }: Pick<OpenWait, "path" | "wait">): string {
  return `${wait} ${path}`;
}
