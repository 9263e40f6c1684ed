import { hasNames } from "./array-keys.ts";
import { noteCopy } from "./has-loops.ts";
import { isArrayPrototype, isPlainPrototype } from "./kinds.ts";
import { freezeShared, isShared } from "./shared.ts";

/** Whether a change can lead through a part of a value. */
export function canBeCopied(part: unknown): part is object {
  if (typeof part !== "object" || part === null) return false;
  const prototype: unknown = Object.getPrototypeOf(part);
  return Array.isArray(part) ? isArrayPrototype(prototype) : isPlainPrototype(prototype);
}

/** Copies of objects and lists that nobody has seen yet: each may be changed in its place until all are frozen. */
export class OpenCopies {
  /** In the order of making, outer ones first. Of a copy of what was shared: the parts that are not from there. */
  readonly #copies = new Map<object, unknown[] | null>();

  /** A part that may be changed: itself if it is a copy already. */
  copyOf(source: object): object {
    if (this.#copies.has(source)) return source;
    const copy = Array.isArray(source) ? copyList(source) : copyObject(source);
    noteCopy(source, copy);
    this.#copies.set(copy, isShared(source) ? [] : null);
    return copy;
  }

  /** A copy has got a new part. */
  note(copy: object, part: unknown): void {
    if (!isShared(part)) this.#copies.get(copy)?.push(part);
  }

  /** Inner ones first, so that those around them see whether their parts are shared. */
  freeze(): void {
    for (const [copy, newParts] of [...this.#copies].reverse()) {
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
  if (isShared(source)) return copy;
  if (hasNames(Object.keys(source), source.length)) Object.assign(copy, source);
  return copy;
}

/** Whether a copy can be frozen through and through. A list with names among its keys is never shared. */
export function hasSharedParts(copy: object): boolean {
  for (const key in copy) if (!isShared((copy as Readonly<Record<string, unknown>>)[key])) return false;
  return !Array.isArray(copy) || !hasNames(Object.keys(copy), copy.length);
}
