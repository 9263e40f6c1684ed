import type { StatePatch } from "../spans/span.ts";
import { applyPatch, topKeyOf } from "./apply-patch.ts";
import { hasSharedParts, OpenCopies } from "./open-copies.ts";
import { freezeShared } from "./shared.ts";

type Values = Readonly<Record<string, unknown>>;

/**
 * Values that change by patches. What nobody has seen is changed in its place, so that 100,000 items can be appended one
 * by one; what was read is frozen, and copied by the next change.
 */
export class StateValues {
  #root: Values;
  /** Whether nobody has seen the root since it was copied. */
  #isRootOpen = false;
  /** By the key that they lie under. */
  #open: Map<string, OpenCopies> | null = null;
  #version = 0;

  /** @param values recorded ones */
  constructor(values: Values) {
    this.#root = values;
  }

  /** Grows with each change. */
  get version(): number {
    return this.#version;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#root, key);
  }

  /** A recorded value, frozen; undefined for a key that is not there. */
  get(key: string): unknown {
    this.#close(key);
    return this.peek(key);
  }

  /** Like `get`, but only for a look: what it gives may change. */
  peek(key: string): unknown {
    return this.has(key) ? this.#root[key] : undefined;
  }

  /** All values as they are now, in a frozen object. Costs as much as there are keys, once after each change. */
  all(): Values {
    if (!this.#isRootOpen) return this.#root;
    for (const copies of this.#open?.values() ?? []) copies.freeze();
    this.#open = null;
    this.#isRootOpen = false;
    return hasSharedParts(this.#root) ? freezeShared(this.#root) : Object.freeze(this.#root);
  }

  /**
   * Values of patches are recorded ones and are taken as they are.
   *
   * @throws StateError for a patch that leads nowhere, or through a key such as `__proto__`; those before it are applied
   */
  apply(patches: readonly StatePatch[]): void {
    for (const patch of patches) {
      const key = topKeyOf(patch);
      applyPatch(this.#openRoot(), patch, this.#copiesOf(key, patch));
      this.#version++;
    }
  }

  #openRoot(): Record<string, unknown> {
    if (!this.#isRootOpen) this.#root = { ...this.#root };
    this.#isRootOpen = true;
    return this.#root;
  }

  #copiesOf(key: string, { path }: StatePatch): OpenCopies {
    const known = path.length === 1 ? undefined : this.#open?.get(key); // with one key its whole value goes
    if (known !== undefined) return known;
    const made = new OpenCopies();
    this.#open ??= new Map();
    if (path.length === 1) this.#open.delete(key);
    else this.#open.set(key, made);
    return made;
  }

  #close(key: string): void {
    this.#open?.get(key)?.freeze();
    this.#open?.delete(key);
  }
}

/**
 * The values after a change: a new frozen object. Only what lies on the way to a patch is copied, and that once.
 *
 * @throws StateError for a patch that leads nowhere, or through a key such as `__proto__`: it may come from a file
 */
export function applyStatePatches(values: Values, patches: readonly StatePatch[]): Values {
  const changed = new StateValues(values);
  changed.apply(patches);
  return changed.all();
}
