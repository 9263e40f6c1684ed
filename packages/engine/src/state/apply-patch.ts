import { StateError } from "../errors/value-errors.ts";
import { valuePath } from "../errors/value-path.ts";
import type { StatePatch } from "../spans/span.ts";
import { canBeCopied, type OpenCopies } from "./open-copies.ts";
import { isReservedKey } from "./reserved-keys.ts";

type Keyed = Record<string, unknown>;

/**
 * Applies a patch to values that may be changed in their place; what lies on its way is copied first.
 *
 * @throws StateError for a patch that leads nowhere, or through a key such as `__proto__`
 */
export function applyPatch(root: Keyed, patch: StatePatch, copies: OpenCopies): void {
  const { path } = patch;
  let holder: object = root;
  for (let depth = 0; depth < path.length - 1; depth++) {
    const key = checkedKey(holder, path[depth], patch);
    const part: unknown = Object.hasOwn(holder, key) ? (holder as Keyed)[key] : undefined;
    if (!canBeCopied(part)) throw refusal(patch, "leads through what is no object or list");
    const copy = copies.copyOf(part);
    if (copy !== part) put(holder, key, copy, copies);
    holder = copy;
  }
  change(holder, checkedKey(holder, path.at(-1), patch), patch, copies);
}

/** The key of a layer that a patch changes, or a part of. @throws StateError */
export function topKeyOf(patch: StatePatch): string {
  const [key] = patch.path;
  if (key === undefined) throw refusal(patch, "has an empty path");
  return checkedKey({}, key, patch);
}

function change(holder: object, key: string, patch: StatePatch, copies: OpenCopies): void {
  const { op, value } = patch;
  if (op !== "add" && op !== "replace" && op !== "remove") throw refusal(patch, "is of no known kind");
  if (!Array.isArray(holder)) {
    if (op === "remove") delete (holder as Keyed)[key];
    else put(holder, key, value, copies);
    return;
  }
  const index = Number(key);
  if (index >= holder.length + Number(op === "add")) throw refusal(patch, "leads behind the end of a list");
  if (op === "remove") holder.splice(index, 1);
  else if (op === "replace" || index === holder.length) put(holder, key, value, copies);
  else {
    holder.splice(index, 0, value);
    copies.note(holder, value);
  }
}

function put(holder: object, key: string, part: unknown, copies: OpenCopies): void {
  (holder as Keyed)[key] = part;
  copies.note(holder, part);
}

function checkedKey(holder: object, key: unknown, patch: StatePatch): string {
  if (isReservedKey(key)) throw refusal(patch, `leads through ${JSON.stringify(key)}, which is not data`);
  const isIndex = Number.isInteger(key) && (key as number) >= 0; // an integer is a number
  if (isIndex || (typeof key === "string" && !Array.isArray(holder))) return String(key);
  throw refusal(patch, "has a key in its path that does not fit");
}

function refusal(patch: StatePatch, problem: string): StateError {
  const path = valuePath(patch.path.slice(0, 20));
  return new StateError(
    `A change of a state cannot be applied: its patch ${JSON.stringify(patch.op)} of ${path === "" ? "the whole" : path} ${problem}. The change was not made for these values, or what was stored is damaged.`,
  );
}
