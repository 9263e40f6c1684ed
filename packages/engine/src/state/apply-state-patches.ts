import { StateError } from "../errors/value-errors.ts";
import { valuePath } from "../errors/value-path.ts";
import type { StatePatch } from "../spans/span.ts";
import { hasNames } from "./array-keys.ts";
import { isArrayPrototype, isPlainPrototype } from "./kinds.ts";
import { isReservedKey } from "./reserved-keys.ts";
import { freezeShared, isShared } from "./shared.ts";

type Values = Readonly<Record<string, unknown>>;

/**
 * The values after a change: a new frozen object. Only the objects and lists on the way to a patch are copied, each
 * once; all other parts are those of `values`, and the values of the patches are taken as they are.
 *
 * @throws StateError for a patch that leads nowhere, or through a key such as `__proto__`: it may come from a file
 */
export function applyStatePatches(values: Values, patches: readonly StatePatch[]): Values {
  if (patches.length === 0) return values;
  const copying = new Copying();
  const root = copying.copyOf(values);
  for (const patch of patches) applyPatch(copying, root, patch);
  copying.freeze();
  return root as Values; // a copy of the values
}

function applyPatch(copying: Copying, root: object, patch: StatePatch): void {
  const { op, path } = patch;
  if (path.length === 0) throw refusal(patch, "has an empty path");
  let holder = root;
  for (let depth = 0; depth < path.length - 1; depth++) {
    const key = checkedKey(holder, path[depth], patch);
    const part: unknown = Object.hasOwn(holder, key) ? (holder as Values)[key] : undefined;
    if (!canBeCopied(part)) throw refusal(patch, "leads through what is no object or list");
    holder = copying.partOf(holder, key, part);
  }
  const key = checkedKey(holder, path.at(-1), patch);
  if (Array.isArray(holder)) applyToList(holder, Number(key), patch);
  else if (op === "remove") delete (holder as Record<string, unknown>)[key];
  else if (op === "add" || op === "replace") (holder as Record<string, unknown>)[key] = patch.value;
  else throw refusal(patch, "is of no known kind");
  if (op !== "remove") copying.note(holder, patch.value);
}

function applyToList(list: unknown[], index: number, patch: StatePatch): void {
  const { op, value } = patch;
  if (index >= list.length + Number(op === "add")) throw refusal(patch, "leads behind the end of a list");
  if (op === "replace") list[index] = value;
  else if (op === "remove") list.splice(index, 1);
  else if (op !== "add") throw refusal(patch, "is of no known kind");
  else if (index === list.length) list.push(value);
  else list.splice(index, 0, value);
}

function checkedKey(holder: object, key: unknown, patch: StatePatch): string {
  if (isReservedKey(key)) throw refusal(patch, `leads through ${JSON.stringify(key)}, which is not data`);
  const isIndex = Number.isInteger(key) && (key as number) >= 0; // an integer is a number
  if (isIndex || (typeof key === "string" && !Array.isArray(holder))) return String(key);
  throw refusal(patch, "has a key in its path that does not fit");
}

function canBeCopied(part: unknown): part is object {
  if (typeof part !== "object" || part === null) return false;
  const prototype: unknown = Object.getPrototypeOf(part);
  return Array.isArray(part) ? isArrayPrototype(prototype) : isPlainPrototype(prototype);
}

function refusal(patch: StatePatch, problem: string): StateError {
  const path = valuePath(patch.path.slice(0, 20));
  return new StateError(
    `A change of a state cannot be applied: its patch ${JSON.stringify(patch.op)} of ${path === "" ? "the whole" : path} ${problem}. The change was not made for these values, or what was stored is damaged.`,
  );
}

interface CopyRecord {
  /** Of a copy of what was shared: the parts that are not from there. Null if the source was not shared. */
  readonly newParts: unknown[] | null;
}

/** The copies that one change has made: each may be changed until they are frozen. */
class Copying {
  /** In the order of making: outer ones first. */
  readonly #copies = new Map<object, CopyRecord>();

  copyOf(source: object): object {
    const copy = Array.isArray(source) ? copyList(source) : copyObject(source);
    this.#copies.set(copy, { newParts: isShared(source) ? [] : null });
    return copy;
  }

  partOf(holder: object, key: string, part: object): object {
    if (this.#copies.has(part)) return part;
    const copy = this.copyOf(part);
    (holder as Record<string, unknown>)[key] = copy;
    this.note(holder, copy);
    return copy;
  }

  note(holder: object, part: unknown): void {
    this.#copies.get(holder)?.newParts?.push(part);
  }

  /** Inner ones first, so that those around them see whether their parts are shared. */
  freeze(): void {
    for (const [copy, { newParts }] of [...this.#copies].reverse()) {
      const isFrozenThrough = newParts === null ? hasSharedParts(copy) : newParts.every(isShared);
      if (isFrozenThrough) freezeShared(copy);
      else Object.freeze(copy);
    }
  }
}

function copyObject(source: object): object {
  return Object.getPrototypeOf(source) === null ? Object.assign(Object.create(null), source) : { ...source };
}

function copyList(source: readonly unknown[]): object {
  const copy = source.slice();
  if (!isShared(source)) Object.assign(copy, source); // a list that is not shared may have names among its keys
  return copy;
}

/** A list with names among its keys is never shared. */
function hasSharedParts(copy: object): boolean {
  if (!Object.values(copy).every(isShared)) return false;
  return !Array.isArray(copy) || !hasNames(Object.keys(copy), copy.length);
}
