import { DefinitionError } from "@stepspan/engine";
import type { RunWatch } from "./run-watch.ts";

/** What stands still. */
export interface StandstillOfOrder {
  readonly order: readonly string[];
  /** The step whose turn it is. */
  readonly next: string | undefined;
  readonly held: readonly string[];
  readonly watch: RunWatch;
}

/** The step whose turn it is cannot begin before one that is held back has ended. */
export function orderDeadlock({ order, next = "", held, watch }: StandstillOfOrder): DefinitionError {
  const trail = trailToHeld(next, new Set(held), watch);
  const waits = trail.slice(1).map((name, index) => `${quote(trail[index])} waits for ${quote(name)}`);
  const why = waits.length > 0 ? waits.join(", ") : `${quote(next)} waits for a slot or for its next attempt`;
  return new DefinitionError(
    `testRun cannot keep the order ${listOf(order)}: next is ${quote(next)}, but ${why}, and held back until then ${held.length === 1 ? "is" : "are"} ${listOf(held)}. Put what is waited for first.`,
  );
}

/** An attempt ran into its timeout because the order kept it open. */
export function orderTimeout(order: readonly string[], step: string, next: string | undefined): DefinitionError {
  return new DefinitionError(
    `testRun cannot keep the order ${listOf(order)}: ${quote(step)} timed out while it was held back for ${quote(next)}. Put ${quote(step)} first, or mock what takes ${quote(next)} so long.`,
  );
}

/** The names along the way from a step to one that is held back; only the step if there is no such way. */
function trailToHeld(step: string, held: ReadonlySet<string>, watch: RunWatch): readonly string[] {
  const cameFrom = new Map<string, string | null>([[step, null]]);
  for (const name of cameFrom.keys()) {
    if (held.has(name)) return trailBack(name, cameFrom);
    for (const awaited of watch.waitsFor(name)) {
      if (!cameFrom.has(awaited)) cameFrom.set(awaited, name); // a map visits what is added on the way
    }
  }
  return [step];
}

function trailBack(last: string, cameFrom: ReadonlyMap<string, string | null>): readonly string[] {
  const trail = [last];
  for (let name = cameFrom.get(last); name != null; name = cameFrom.get(name)) trail.unshift(name);
  return trail;
}

function listOf(names: readonly string[]): string {
  return names.map(quote).join(", ");
}

function quote(name: string | undefined): string {
  return JSON.stringify(name ?? "");
}
