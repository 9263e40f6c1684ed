import type { RunEvent } from "./events.ts";
import { type CoreState, indexAt, recordOf } from "./state.ts";

/** A custom variable, an amount or a log line of a step. Usage is added once to the span and once to each ancestor. */
export function writeToSpan(
  state: CoreState,
  event: Extract<RunEvent, { type: "variable-set" | "usage-added" | "log-written" }>,
): void {
  const record = recordOf(state, indexAt(state, event.path));
  switch (event.type) {
    case "variable-set":
      record.vars ??= {};
      record.vars[event.name] = event.value;
      return;
    case "usage-added":
      record.usage ??= {};
      add(record.usage, event.unit, event.amount);
      add(state.rootUsage, event.unit, event.amount);
      return;
    case "log-written":
      record.logs ??= [];
      record.logs.push({ time: event.time, level: event.level, message: event.message, fields: event.fields });
      return;
    default:
      event satisfies never;
  }
}

function add(usage: Record<string, number>, unit: string, amount: number): void {
  usage[unit] = (Object.hasOwn(usage, unit) ? usage[unit]! : 0) + amount;
}
