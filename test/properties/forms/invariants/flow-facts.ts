import type { RunEvent } from "@stepspan/engine";
import { bodyOf, type FlowCase, type StepCase } from "../cases/form-case.ts";
import type { PlayedFlow } from "../host/forms-host.ts";

/** One run as its event list tells it. */
export interface FlowFacts {
  readonly flow: FlowCase;
  readonly events: readonly RunEvent[];
  /** How many attempts may hold slots at once. */
  readonly concurrency: number;
  /** Whether time may pass before an event is stored, so that what follows it comes late. */
  readonly isStoreSlow: boolean;
  /** Whether an engine may be lost while attempts hold slots. */
  readonly mayCrash: boolean;
  /** The events of each step and item, in order. */
  readonly byPath: ReadonlyMap<string, readonly PathEvent[]>;
}

/** Says what is wrong; null if the invariant holds. */
export type FlowInvariant = (facts: FlowFacts) => string | null;

export type PathEvent = Extract<RunEvent, { readonly path: string }>;
export type Settlement = Extract<
  RunEvent,
  { type: "step-succeeded" | "step-failed" | "step-skipped" | "step-cancelled" }
>;

/** Events that name a run, or what is below a step: not the step itself. */
const aboutRuns: readonly string[] = ["event-sent", "cancel-requested", "grace-expired", "run-stalled"];

export function factsOf({ story, events }: Pick<PlayedFlow, "story" | "events">): FlowFacts {
  const byPath = new Map<string, PathEvent[]>();
  for (const event of events) {
    if (!isAboutStep(event)) continue;
    const known = byPath.get(event.path);
    if (known === undefined) byPath.set(event.path, [event]);
    else known.push(event);
  }
  const { flow, concurrency, runConcurrency, storeDelay, pauses } = story;
  const limit = Math.min(concurrency, runConcurrency ?? Infinity);
  return {
    flow,
    events,
    concurrency: limit,
    isStoreSlow: storeDelay > 0,
    mayCrash: pauses.some(({ isCrash }) => isCrash),
    byPath,
  };
}

export function isAboutStep(event: RunEvent): event is PathEvent {
  return "path" in event && !aboutRuns.includes(event.type);
}

export function isSettlement(event: RunEvent): event is Settlement {
  return ["step-succeeded", "step-failed", "step-skipped", "step-cancelled"].includes(event.type);
}

export function isRestart(event: RunEvent): boolean {
  return event.type === "run-resumed" && event.isRestart;
}

export function settlementAt({ byPath }: FlowFacts, path: string): Settlement | undefined {
  return byPath.get(path)?.find(isSettlement);
}

/** Which step stands at a path, and in which workflow. */
export interface Place {
  readonly step: StepCase;
  readonly flow: FlowCase;
  /** Of the run, or child run, that the step belongs to: empty, or a path and a slash. */
  readonly prefix: string;
  /** Of an item, the path of its step; null for a step. */
  readonly owner: string | null;
}

/** @throws Error if there is no such step */
export function placeAt(root: FlowCase, path: string): Place {
  const names = path.split("/");
  let flow = root;
  let prefix = "";
  for (const [depth, segment] of names.entries()) {
    const name = segment.replace(/[[#].*$/, "");
    const step = flow.steps.find((one) => one.name === name);
    if (step === undefined) throw new Error(`an event names ${path}, which is no step`);
    if (depth === names.length - 1) return { step, flow, prefix, owner: segment === name ? null : prefix + name };
    const body = bodyOf(step);
    if (body?.kind !== "flow") throw new Error(`an event names ${path}, but ${name} runs no workflow`);
    flow = body.flow;
    prefix += `${segment}/`;
  }
  throw new Error("a path is empty");
}

/** The path of the step that runs what has this prefix; null for the run itself. */
export function parentOf(prefix: string): string | null {
  return prefix === "" ? null : prefix.slice(0, -1);
}

/** The first complaint about any of these, in words. */
export function firstOf<Item>(
  items: Iterable<Item>,
  complaint: (item: Item, before: Item | undefined) => string | null,
): string | null {
  let before: Item | undefined;
  for (const item of items) {
    const words = complaint(item, before);
    if (words !== null) return words;
    before = item;
  }
  return null;
}
