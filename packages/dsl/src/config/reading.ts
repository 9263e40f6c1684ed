import { type Found, textIn } from "./found.ts";
import type { PartKind } from "./parts.ts";

/** A part that a configuration names. */
export interface Need {
  readonly kind: PartKind;
  readonly name: string;
  /** Where it was named first. */
  readonly path: string;
}

/** What is noticed while a configuration is read. */
export interface Reading {
  /** Notes that a part is needed, and gives its name. @throws DefinitionError unless it is a text */
  part(kind: PartKind, found: Found): string;
  needs(): Iterable<Need>;
}

export function createReading(): Reading {
  const needs = new Map<string, Need>();
  return {
    part(kind, found) {
      const name = textIn(found);
      const key = `${kind} ${name}`;
      if (!needs.has(key)) needs.set(key, { kind, name, path: found.path });
      return name;
    },
    needs: () => needs.values(),
  };
}
