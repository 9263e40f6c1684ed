import type { StatePatch } from "../spans/span.ts";
import { hasNames } from "./array-keys.ts";
import { hasLoops } from "./has-loops.ts";
import { isArrayPrototype, isPlainPrototype } from "./kinds.ts";
import { isReservedKey } from "./reserved-keys.ts";
import { isSameValue } from "./same-value.ts";

type Keyed = Readonly<Record<string, unknown>>;

/** With more patches than this, and more than half as many as parts, the whole is replaced by one. */
const fewPatches = 8;

/**
 * The patches that lead from some recorded values to others; none if they are equal. Parts that both have in common
 * are not walked. What is neither a plain object nor a list is replaced whole, and so is what leads back to itself.
 */
export function differences(before: Keyed, after: Keyed): readonly StatePatch[] {
  const finding = new Finding();
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) finding.note("remove", [key]);
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key)) finding.note("add", [key], after[key]);
    else if (!Object.is(before[key], after[key])) finding.compareKey(key, before[key], after[key]);
  }
  return finding.patches;
}

class Finding {
  readonly patches: StatePatch[] = [];
  readonly #path: (string | number)[] = [];
  /** What is met a second time is compared as a whole: as a tree it could be too large to walk. */
  readonly #seen = new Set<object>();

  note(op: StatePatch["op"], path: readonly (string | number)[], value?: unknown): void {
    this.patches.push(op === "remove" ? { op, path } : { op, path, value });
  }

  compareKey(key: string, before: unknown, after: unknown): void {
    if (hasLoops(before) || hasLoops(after)) this.#compareWhole(key, before, after);
    else this.#compare(key, before, after);
  }

  #compare(key: string | number, before: unknown, after: unknown): void {
    if (Object.is(before, after)) return;
    const kind = kindOfBoth(before, after);
    if (kind === null || this.#seen.has(before as object)) return this.#compareWhole(key, before, after); // has a kind: an object
    this.#seen.add(before as object);
    const known = this.patches.length;
    this.#path.push(key);
    if (kind === "list")
      this.#compareLists(before as unknown[], after as unknown[]); // both are of that kind
    else this.#compareObjects(before as Keyed, after as Keyed); // likewise
    this.#path.pop();
    const found = this.patches.length - known;
    if (found <= fewPatches || found * 2 <= Object.keys(after as object).length) return;
    this.patches.length = known;
    this.note("replace", [...this.#path, key], after);
  }

  #compareWhole(key: string | number, before: unknown, after: unknown): void {
    if (!isSameValue(before, after)) this.note("replace", [...this.#path, key], after);
  }

  #compareLists(before: readonly unknown[], after: readonly unknown[]): void {
    const common = Math.min(before.length, after.length);
    for (let at = 0; at < common; at++) this.#compare(at, before[at], after[at]);
    for (let at = common; at < after.length; at++) this.note("add", [...this.#path, at], after[at]);
    for (let at = before.length - 1; at >= common; at--) this.note("remove", [...this.#path, at]);
  }

  #compareObjects(before: Keyed, after: Keyed): void {
    for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) this.note("remove", [...this.#path, key]);
    for (const key of Object.keys(after)) {
      if (Object.hasOwn(before, key)) this.#compare(key, before[key], after[key]);
      else this.note("add", [...this.#path, key], after[key]);
    }
  }
}

/** What two values both are, if they can be compared part by part. */
function kindOfBoth(before: unknown, after: unknown): "list" | "object" | null {
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null) return null;
  const prototype: unknown = Object.getPrototypeOf(before);
  if (prototype !== Object.getPrototypeOf(after)) return null;
  if (Array.isArray(before)) return isArrayPrototype(prototype) && isDense(before) && isDense(after) ? "list" : null;
  return isPlainPrototype(prototype) && hasUsualKeys(before) && hasUsualKeys(after) ? "object" : null;
}

function isDense(list: object): boolean {
  const keys = Object.keys(list);
  return keys.length === (list as unknown[]).length && !hasNames(keys, keys.length); // both are lists
}

/** A patch cannot lead through reserved keys. */
function hasUsualKeys(plain: object): boolean {
  return !Object.keys(plain).some(isReservedKey);
}
