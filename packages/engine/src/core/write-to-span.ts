import type { RunEvent } from "./events.ts";
import { type CoreState, recordOf } from "./state.ts";
import { indexAt, ownerAt } from "./units.ts";

/** A custom variable, an amount or a log line of a step. Usage is added once to the span and once to each ancestor. */
export function writeToSpan(
  state: CoreState,
  event: Extract<RunEvent, { type: "variable-set" | "usage-added" | "log-written" | "state-changed" }>,
): void {
  const record = recordOf(state, indexAt(state, event.path));
  switch (event.type) {
    case "variable-set":
      record.vars ??= {};
      record.vars[event.name] = event.value;
      return;
    case "usage-added":
      addUsage(state, indexAt(state, event.path), event.unit, event.amount);
      return;
    case "log-written":
      record.logs ??= [];
      record.logs.push({ time: event.time, level: event.level, message: event.message, fields: event.fields });
      return;
    case "state-changed":
      record.changes ??= [];
      record.changes.push({ time: event.time, layer: event.layer, patches: event.patches });
      changeValues(state, event);
      return;
    default:
      event satisfies never;
  }
}

/** Once to the span, and once to each span above it. */
function addUsage(state: CoreState, index: number, unit: string, amount: number): void {
  for (const place of new Set([index, ownerAt(state, index)])) {
    const record = recordOf(state, place);
    record.usage ??= {};
    add(record.usage, unit, amount);
  }
  add(state.rootUsage, unit, amount);
  if (state.parent !== null) addUsage(state.parent.state, state.parent.index, unit, amount);
}

function add(usage: Record<string, number>, unit: string, amount: number): void {
  usage[unit] = (Object.hasOwn(usage, unit) ? usage[unit]! : 0) + amount;
}

/** The values of step states and of the flow states of workflows are kept elsewhere. */
function changeValues(state: CoreState, { layer, patches }: Extract<RunEvent, { type: "state-changed" }>): void {
  if (layer === "state") state.values.apply(patches);
  if (layer === "flowState") state.flowValues?.apply(patches);
}
