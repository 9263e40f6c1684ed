import { DefinitionError } from "@stepspan/engine";
import { isWithin } from "./places.ts";
import type { RunWatch } from "./run-watch.ts";

/** What stands still. Steps are known by their paths. */
export interface StandstillOfOrder {
  /** As the test wrote it. */
  readonly order: readonly string[];
  /** The step whose turn it is. */
  readonly next: string;
  readonly held: ReadonlySet<string>;
  readonly watch: RunWatch;
  /** What the test calls a step. */
  readonly nameOf: (path: string) => string;
}

/** The step whose turn it is cannot begin before one that is held back has ended. */
export function orderDeadlock({ order, next, held, watch, nameOf }: StandstillOfOrder): DefinitionError {
  const trail = trailToHeld(next, held, watch).map(nameOf);
  const waits = trail.slice(1).map((name, index) => `${quote(trail[index]!)} waits for ${quote(name)}`); // it is one longer
  const why = waits.length > 0 ? waits.join(", ") : whyAlone(next, watch, nameOf);
  const names = [...held].map(nameOf);
  return new DefinitionError(
    `testRun cannot keep the order ${listOf(order)}: next is ${quote(nameOf(next))}, but ${why}, and held back until then ${names.length === 1 ? "is" : "are"} ${listOf(names)}. Put what is waited for first.`,
  );
}

/** An attempt ran into its timeout because the order kept it open. */
export function orderTimeout(order: readonly string[], step: string, next: string): DefinitionError {
  return new DefinitionError(
    `testRun cannot keep the order ${listOf(order)}: ${quote(step)} timed out while it was held back for ${quote(next)}. Put ${quote(step)} first, or mock what takes ${quote(next)} so long.`,
  );
}

function whyAlone(next: string, watch: RunWatch, nameOf: (path: string) => string): string {
  const wait = watch.waits.find(({ path, event }) => event !== null && isWithin(next, path));
  if (wait?.event == null) return `${quote(nameOf(next))} waits for a slot or for its next attempt`;
  return `${quote(nameOf(wait.path))} waits for event ${quote(wait.event)}`;
}

/** The paths along the way from a step to one that is held back; only the step if there is no such way. */
function trailToHeld(step: string, held: ReadonlySet<string>, watch: RunWatch): readonly string[] {
  const cameFrom = new Map<string, string | null>([[step, null]]);
  for (const path of cameFrom.keys()) {
    if ([...held].some((one) => isWithin(path, one))) return trailBack(path, cameFrom);
    for (const awaited of watch.waitsFor(path)) {
      if (!cameFrom.has(awaited)) cameFrom.set(awaited, path); // a map visits what is added on the way
    }
  }
  return [step];
}

function trailBack(last: string, cameFrom: ReadonlyMap<string, string | null>): readonly string[] {
  const trail = [last];
  for (let path = cameFrom.get(last); path != null; path = cameFrom.get(path)) trail.unshift(path);
  return trail;
}

function listOf(names: readonly string[]): string {
  return names.map(quote).join(", ");
}

function quote(name: string): string {
  return JSON.stringify(name);
}
