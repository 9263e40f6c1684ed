import { DefinitionError } from "@stepspan/engine";
import type { WrittenOption } from "../checks/options.ts";
import { quoted, shownValue } from "../checks/show-value.ts";
import { isRefusedName } from "./refused-names.ts";

/** The names along the way to a value, written with dots between them. */
export type ValuePath = readonly string[];

/** Where a value is taken from, and where it is put. */
export interface PathPair {
  readonly target: ValuePath;
  readonly source: ValuePath;
}

/**
 * Reads paths such as `{ "bill.items": "cart.items" }`: the target, then the source.
 *
 * @throws DefinitionError for paths that are none, and for targets of which one lies within another
 */
export function readMapping(option: WrittenOption): readonly PathPair[] {
  const written = Object.entries(option.value as object); // the caller looked
  const mapping = written.map(([target, source]) => ({
    target: readPath(target, option),
    source: readPath(source, option),
  }));
  refuseConflicts(mapping, option);
  return Object.freeze(mapping);
}

/** A path as it was written. */
export function pathText(path: ValuePath): string {
  return path.join(".");
}

function readPath(written: unknown, { place, name }: WrittenOption): ValuePath {
  const path = typeof written === "string" ? written.split(".") : [];
  if (path.length === 0 || path.includes("")) {
    throw new DefinitionError(
      `${place} has ${shownValue(written)} as a path in ${name}. Give names with dots between them, such as "cart.items".`,
    );
  }
  const refused = path.find(isRefusedName);
  if (refused === undefined) return Object.freeze(path);
  throw new DefinitionError(
    `${place} has the path ${quoted(pathText(path))} in ${name}, but ${refused} is no value. Use another name.`,
  );
}

function refuseConflicts(mapping: readonly PathPair[], { place, name }: WrittenOption): void {
  const targets = new Set(mapping.map(({ target }) => pathText(target)));
  for (const { target } of mapping) {
    for (let length = 1; length < target.length; length++) {
      const above = pathText(target.slice(0, length));
      if (!targets.has(above)) continue;
      throw new DefinitionError(
        `${place} writes to ${quoted(above)} and to ${quoted(pathText(target))} in ${name}, but one lies within the other. Write to one of the two.`,
      );
    }
  }
}
