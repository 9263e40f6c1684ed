import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptValues, classes as moneyClasses } from "../../../../test/support/kept-values.ts";
import { trials, triesAll } from "../../../../test/support/random-trials.ts";
import { Box, classes, entangled, recordable } from "../../../../test/support/recordable.ts";
import { live } from "../state/live.ts";
import { record } from "../state/record.ts";
import { isSameValue } from "../state/same-value.ts";
import { setOwn } from "../state/set-own.ts";
import { canonicalText } from "./canonical-text.ts";
import { createCodec } from "./codec.ts";

const { encode, decode } = createCodec({ classes });

describe("the canonical text of a value", () => {
  it.each([
    ["nested", recordable],
    ["with shared parts and cycles", entangled],
  ])("is that of its record, and of what is read again from a store: %s", { timeout: 60_000 }, (kind, values) => {
    fc.assert(
      fc.property(values, (value) => {
        const text = canonicalText(value, classes);
        expect(text).toEqual(expect.any(String));
        expect(canonicalText(record(value, "A value", classes), classes)).toBe(text);
        expect(canonicalText(decode(encode(value, "A value"), "A value"), classes)).toBe(text);
      }),
      trials(`texts of values read again, ${kind}`, 500),
    );
  });

  it("is the same for equal values, and for no others", () => {
    const seen = { same: 0, different: 0 };
    fc.assert(
      fc.property(small, small, (left, right) => {
        const isSame = isSameValue(record(left, "A value"), record(right, "A value"));
        seen[isSame ? "same" : "different"]++;
        expect(canonicalText(left, null) === canonicalText(right, null)).toBe(isSame);
      }),
      trials("texts of pairs of values", 5000),
    );
    if (!triesAll()) return;
    expect(seen.same).toBeGreaterThan(50);
    expect(seen.different).toBeGreaterThan(50);
  });

  it("does not depend on the order of keys, at any depth", () => {
    fc.assert(
      fc.property(recordable, (value) => {
        expect(canonicalText(backwards(value), classes)).toBe(canonicalText(value, classes));
      }),
      trials("texts of values written backwards", 500),
    );
  });

  it("is another one for each kind of value", () => {
    const texts = keptValues.map(([, value]) => canonicalText(value, moneyClasses));
    expect(texts).not.toContain(null);
    expect(new Set(texts).size).toBe(keptValues.length);
  });

  it("tells apart what looks alike", () => {
    const shown = Object.assign(new Error(), { message: "m", stack: "s" });
    const inner: Record<string, unknown> = {};
    inner.back = inner;
    const outer: Record<string, unknown> = {};
    outer.back = { back: outer };
    const bytes = Uint8Array.of(1);
    const values = [
      ...[0, -0, "0", 0n, Number.NaN, "NaN", null, "null", undefined, "undefined", true, "true", "#0"],
      ...[[], {}, Object.create(null), new Map(), new Set(), [undefined], new Array(1), { 0: undefined }],
      ...[["a", "b"], ["a,b"], { a: 1, b: 1 }, { "a:1,b": 1 }, [["a"], "b"], [["a", "b"]], new Map([["a", "b"]])],
      ...[bytes, bytes.buffer, Buffer.from(bytes), Int8Array.of(1), [1], Object.assign([1], { a: 1 })],
      ...[stackless("m", false), stackless("m", true), shown, new Date(0), new Date(Number.NaN), /a/, /a/g],
      ...[inner, { back: inner }, outer],
    ];
    const texts = values.map((value) => canonicalText(value, null));
    expect(texts).not.toContain(null);
    expect(new Set(texts).size).toBe(values.length);
  });

  it("tells instances of registered classes apart by what they hold", () => {
    const texts = [new Box(1), new Box(1), new Box(2), [1]].map((value) => canonicalText(value, classes));
    expect(texts[0]).toBe(texts[1]);
    expect(new Set(texts).size).toBe(3);
  });

  it("depends on the order of the entries of maps and sets", () => {
    const [map, set] = [(entries: [string, number][]) => new Map(entries), (items: number[]) => new Set(items)];
    const a: [string, number] = ["a", 1];
    const b: [string, number] = ["b", 2];
    expect(canonicalText(map([a, b]), null)).not.toBe(canonicalText(map([b, a]), null));
    expect(canonicalText(set([1, 2]), null)).not.toBe(canonicalText(set([2, 1]), null));
  });

  it("does not depend on whether equal parts are one object", () => {
    const part = { a: new Map([[1, new Date(5)]]) };
    const copy = { a: new Map([[1, new Date(5)]]) };
    expect(canonicalText([part, part], null)).toBe(canonicalText([part, copy], null));
  });

  it("stays short where the same part is in many places", () => {
    let value: unknown = "end";
    for (let level = 0; level < 100; level++) value = new Map([[1, value], [2, value]]); // biome-ignore format: one line
    expect(canonicalText(value, null)!.length).toBeLessThan(5000);
  });

  it("stands for values that lead back to themselves, and tells them apart", () => {
    const loop = (name: string) => {
      const start: Record<string, unknown> = { name };
      start.self = [start];
      return start;
    };
    expect(canonicalText(loop("a"), null)).toBe(canonicalText(loop("a"), null));
    expect(canonicalText(loop("a"), null)).not.toBe(canonicalText(loop("b"), null));
  });

  it("is none for what is live, cannot be recorded, or is too large", () => {
    const size = 16 * 1024 * 1024 + 1;
    const large = [new Uint8Array(size), ["x".repeat(size)]];
    const values = [live({}), [{ deep: live({}) }], () => 1, new Box(1), ...large];
    expect(values.map((value) => canonicalText(value, null) === null)).toEqual(values.map(() => true));
  });
});

/** Values of which two are often equal. */
const { small } = fc.letrec<{ small: unknown }>((tie) => {
  const key = fc.constantFrom("a", "b", "__proto__", "0", "");
  const parts = fc.array(tie("small"), { maxLength: 2 });
  return {
    small: fc.oneof(
      { maxDepth: 2, depthSize: "small" },
      fc.constantFrom(undefined, null, true, 0, -0, 1, Number.NaN, 1n, "", "1", "#0", "null", "undefined", "\n"),
      parts,
      fc.array(tie("small"), { maxLength: 1 }).map((list) => Object.assign([...list], { length: 2 })),
      fc.tuple(parts, key, tie("small")).map(([list, name, part]) => Object.assign(list, { [`n${name}`]: part })),
      fc.dictionary(key, tie("small"), { maxKeys: 2, noNullPrototype: false }),
      fc.array(fc.tuple(tie("small"), tie("small")), { maxLength: 2 }).map((entries) => new Map(entries)),
      parts.map((items) => new Set(items)),
      fc.constantFrom(0, 1, Number.NaN).map((time) => new Date(time)),
      fc.constantFrom(["a", ""], ["b", ""], ["a", "g"]).map(([source, flags]) => new RegExp(source!, flags)),
      fc.constantFrom("x:a", "x:b").map((href) => new URL(href)),
      fc.uint8Array({ maxLength: 1, max: 1 }),
      fc.uint8Array({ maxLength: 1, max: 1 }).map(({ buffer }) => buffer),
      fc.uint8Array({ maxLength: 1, max: 1 }).map((bytes) => Buffer.from(bytes)),
      fc.tuple(fc.constantFrom(Error, TypeError), key, tie("small")).map(([type, message, cause]) => {
        const error = new type(message, { cause });
        error.stack = "here";
        return error;
      }),
    ),
  };
});

/** An error that has nothing but its message. */
function stackless(message: string, enumerable: boolean): Error {
  const error = new Error();
  Reflect.deleteProperty(error, "stack");
  return Object.defineProperty(error, "message", { value: message, enumerable, configurable: true, writable: true });
}

/** The same value, the keys of its plain objects written from the last to the first. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value) && Object.keys(value).length === value.length) return value.map(backwards);
  if (value instanceof Map) return new Map([...value].map(([key, part]) => [backwards(key), backwards(part)]));
  const prototype: unknown = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== Object.prototype && (prototype !== null || value === null)) return value;
  const turned: object = prototype === null ? Object.create(null) : {};
  for (const key of Object.keys(value as object).reverse()) setOwn(turned, key, backwards(Reflect.get(value as object, key))); // biome-ignore format: one line
  return turned;
}
