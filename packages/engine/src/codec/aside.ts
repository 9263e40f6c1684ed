import type { RegisteredClass } from "../state/class-registry.ts";

/**
 * What is written of an object that devalue would lose, change or refuse. It stands beside the value; in its place is
 * its number, so that cycles through it are possible.
 */
export interface Aside {
  readonly facts: readonly (string | number | boolean | null)[];
  readonly parts: readonly (readonly [key: string, part: unknown])[];
}

/** Takes bytes that are being written, and the most that they can grow to; what it gives stands for them in the text. */
export type KeepBytes = (bytes: Uint8Array, capacity: number) => string | number;

/** An object that is being made again from what was written of it. */
export interface Restoring extends Omit<Aside, "facts"> {
  /** As they were found: they can be anything. */
  readonly facts: readonly unknown[];
  /** To be called before parts are made, where these may lead back. */
  keep(made: object): void;
  /** Makes a part. */
  part(part: unknown, key: string): unknown;
  /** Makes what an instance of a class is decoded from. */
  form(part: unknown): unknown;
  /** A copy of the bytes for what `KeepBytes` gave. */
  bytes(kept: unknown, capacity: number): Uint8Array<ArrayBuffer>;
  classNamed(name: string): RegisteredClass | null;
  refusal(problem: string, remedy: string | null): Error;
}

/** A way to write objects of one kind, and to make them again. */
export interface AsideKind<Source extends object = object> {
  /** In the text; one of them must never get another meaning. */
  readonly name: string;
  describe(source: Source, keepBytes: KeepBytes): Aside;
  /** @throws anything if what was written is malformed */
  restore(written: Restoring): object;
}

/** A fact that has to be a text. */
export function textOf(fact: unknown): string {
  if (typeof fact !== "string") throw new TypeError("not a text");
  return fact;
}

/** A fact that has to be a number. */
export function numberOf(fact: unknown): number {
  if (typeof fact !== "number") throw new TypeError("not a number");
  return fact;
}
