import { Immer } from "immer";
import { StateError } from "../errors/value-errors.ts";
import { kindOfValue } from "./kinds.ts";
import { isReservedKey } from "./reserved-keys.ts";
import { isShared } from "./shared.ts";
import { thaw } from "./thaw.ts";

/** What came of a recipe. Its values are not recorded yet, but those that did not change are the same objects. */
export interface Drafted {
  readonly result: unknown;
  readonly values: Readonly<Record<string, unknown>>;
}

type Draft = Record<string, unknown>;

/** Freezing is left to the recording: it knows what is frozen already. */
const immer = new Immer({ autoFreeze: false });

/**
 * Lets a recipe change a draft of recorded values, which stay as they are. Values that hold what cannot be frozen (Date,
 * Map, bytes) are copied when the recipe reads them; all others are drafts of immer.
 *
 * @param what the values in words, for errors
 * @param keep makes what the recipe returned last longer than its drafts
 * @throws StateError for reserved and empty keys at the top of the draft, and for a draft used after its recipe
 */
export function changeDraft(
  values: Readonly<Record<string, unknown>>,
  recipe: (draft: Draft) => unknown,
  { what, keep }: { readonly what: string; readonly keep: (result: unknown) => unknown },
): Drafted {
  let result: unknown;
  const changed = immer.produce(values, (inner: Draft) => {
    const root = new DraftRoot(values, inner, what);
    const draft = new Proxy<Draft>({}, root);
    try {
      result = keep(recipe(draft));
      root.keepCopies();
    } finally {
      root.isOver = true;
    }
  });
  return { result, values: changed };
}

/** The outermost object of a draft. */
class DraftRoot implements ProxyHandler<Draft> {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #inner: Draft;
  readonly #what: string;
  /** Copies of what cannot be drafted, by key, as long as the key was not set or deleted. */
  readonly #copies = new Map<string, unknown>();
  readonly #replaced = new Set<string>();
  isOver = false;

  constructor(values: Readonly<Record<string, unknown>>, inner: Draft, what: string) {
    this.#values = values;
    this.#inner = inner;
    this.#what = what;
  }

  /** Puts the copies in the place of what they were copied from: the recipe may have changed them. */
  keepCopies(): void {
    for (const [key, copy] of this.#copies) this.#inner[key] = copy;
  }

  get(_: Draft, key: string | symbol): unknown {
    this.#checkOpen();
    if (typeof key === "symbol" || !Object.hasOwn(this.#inner, key)) return undefined; // keys like "toString" are plain keys
    if (!this.#isCopied(key)) return this.#inner[key];
    if (!this.#copies.has(key)) this.#copies.set(key, thaw(this.#values[key]));
    return this.#copies.get(key);
  }

  set(_: Draft, key: string | symbol, value: unknown): boolean {
    this.#checkOpen();
    checkStateKey(key, this.#what);
    if (this.#copies.has(key) && this.#copies.get(key) === value) return true;
    this.#replace(key);
    this.#inner[key] = value;
    return true;
  }

  deleteProperty(_: Draft, key: string | symbol): boolean {
    this.#checkOpen();
    if (typeof key === "string") {
      this.#replace(key);
      delete this.#inner[key];
    }
    return true;
  }

  has(_: Draft, key: string | symbol): boolean {
    this.#checkOpen();
    return Object.hasOwn(this.#inner, key);
  }

  ownKeys(): (string | symbol)[] {
    this.#checkOpen();
    return Reflect.ownKeys(this.#inner);
  }

  getOwnPropertyDescriptor(draft: Draft, key: string | symbol): PropertyDescriptor | undefined {
    if (!this.has(draft, key)) return undefined;
    return { value: this.get(draft, key), writable: true, enumerable: true, configurable: true };
  }

  defineProperty(draft: Draft, key: string | symbol, { value }: PropertyDescriptor): boolean {
    return this.set(draft, key, value);
  }

  getPrototypeOf(): null {
    return null;
  }

  setPrototypeOf(): boolean {
    return false;
  }

  preventExtensions(): boolean {
    return false;
  }

  #isCopied(key: string): boolean {
    return !this.#replaced.has(key) && Object.hasOwn(this.#values, key) && !isShared(this.#values[key]);
  }

  #replace(key: string): void {
    this.#copies.delete(key);
    this.#replaced.add(key);
  }

  #checkOpen(): void {
    if (!this.isOver) return;
    throw new StateError(
      `${this.#what} was changed through a draft whose transaction is over. Use a draft only inside of its recipe.`,
    );
  }
}

/** @throws StateError for what cannot be a key of a state */
export function checkStateKey(key: unknown, what: string): asserts key is string {
  if (typeof key === "string" && key !== "" && !isReservedKey(key)) return;
  const shown = typeof key === "string" ? JSON.stringify(key) : kindOfValue(key);
  const remedy = isReservedKey(key) ? "That name is not data: use another one." : "Give a text that is not empty.";
  throw new StateError(`${what} got ${shown} as a key. ${remedy}`);
}
