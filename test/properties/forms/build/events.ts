import type { EventDefinition } from "@stepspan/engine";
import type { EventKind } from "../cases/form-case.ts";

/** The event of a kind. */
export function eventNamed(kind: EventKind): EventDefinition<unknown, unknown> {
  return { name: kind, schema: null };
}

/** What bodies emit. */
export const progress: EventDefinition<unknown, unknown> = { name: "progress", schema: null };
