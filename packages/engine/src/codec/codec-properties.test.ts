import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keepPrototypes } from "../../../../test/misbehaviour/object-prototype.ts";
import { differenceOf } from "../../../../test/support/difference.ts";
import { trials } from "../../../../test/support/random-trials.ts";
import { StoreError } from "../errors/value-errors.ts";
import { createClassRegistry } from "../state/class-registry.ts";
import { record, share } from "../state/record.ts";
import { setOwn } from "../state/set-own.ts";
import { createCodec } from "./codec.ts";
import { type EncodedValue, fromJson, toJson } from "./encoded-value.ts";

class Box {
  readonly content: unknown;
  constructor(content: unknown) {
    this.content = content;
  }
}

const classes = createClassRegistry();
classes.registerClass(Box, { encode: ({ content }) => [content], decode: ([content]) => new Box(content) });
const { encode, decode } = createCodec({ classes });

const key = fc.oneof(
  fc.string(),
  fc.constantFrom("__proto__", "constructor", "prototype", "then", "", "a.b", "toJSON", "length", "1"),
);
const error = fc.constantFrom(Error, RangeError, TypeError, URIError);
const bytes = fc.oneof(
  fc.uint8Array(),
  fc.float64Array(),
  fc.bigInt64Array(),
  fc.uint8Array({ minLength: 1020, maxLength: 1030 }),
  fc.uint8Array().map((some) => Buffer.from(some)),
  fc.uint8Array({ minLength: 3 }).map((some) => new DataView(some.buffer, 1, 2)),
);

/** Everything that can be recorded, nested at random. */
const { value: recordable } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(
      fc.anything({ maxDepth: 0 }),
      fc.string({ unit: "binary" }),
      fc.bigInt(),
      fc.double(),
      fc.date({ noInvalidDate: false }),
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.sparseArray(tie("value"), { maxLength: 6, maxNumElements: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: false }),
    fc.tuple(fc.array(tie("value"), { maxLength: 2 }), key, tie("value")).map(named),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => new Set(items)),
    bytes,
    fc.webUrl().map((url) => new URL(url)),
    fc.tuple(error, fc.string(), tie("value"), key, tie("value")).map(failed),
    tie("value").map((content) => new Box(content)),
  ),
}));

/** An array with a property beside its elements, unless that is one of them. */
function named([array, name, part]: [unknown[], string, unknown]): unknown[] {
  if (name !== "length") setOwn(array, name === "__proto__" ? "proto" : name, part);
  return array;
}

function failed([type, message, cause, name, part]: [ErrorConstructor, string, unknown, string, unknown]): Error {
  const made = new type(message, { cause });
  if (!["message", "cause", "stack", "__proto__"].includes(name)) setOwn(made, name, part);
  return made;
}

/** A value in which some parts lead to others, back to the root too. */
const entangled = fc
  .tuple(fc.array(recordable, { minLength: 1, maxLength: 4 }), fc.array(fc.tuple(fc.nat(5), fc.nat(5))))
  .map(([parts, links]) => {
    const nodes = [new Map<unknown, unknown>(), {}, [], new Error("node"), new Set<unknown>()] as const;
    const all: unknown[] = [...nodes, ...parts];
    for (const [index, part] of all.entries()) nodes[0].set(index, part);
    for (const [from, to] of links) link(all[from % nodes.length], all[to % all.length]);
    return nodes[0];
  });

function link(from: unknown, to: unknown): void {
  if (from instanceof Set) from.add(to);
  else if (from instanceof Map) from.set(to, to);
  else if (Array.isArray(from)) from.push(to);
  else if (from instanceof Error) from.cause = to;
  else Object.assign(from as object, { [`to${Object.keys(from as object).length}`]: to });
}

function throughJson(encoded: EncodedValue): EncodedValue {
  return fromJson(JSON.parse(JSON.stringify(toJson(encoded))), "A value");
}

describe("any value, written and read again", () => {
  keepPrototypes();

  it.each([
    ["nested", recordable],
    ["with shared parts and cycles", entangled],
  ])("is what it was, as in memory: %s", { timeout: 120_000 }, (kind, values) => {
    fc.assert(
      fc.property(values, (value) => {
        const recorded = record(value, "A value", classes);
        const back = decode(throughJson(encode(value, "A value")), "A value");
        expect(differenceOf(value, back)).toBe(null);
        expect(differenceOf(recorded, back, { frozen: true })).toBe(null);
        expect(differenceOf(share(recorded), share(back), { frozen: true })).toBe(null);
        expect(encode(recorded, "A value")).toEqual(encode(value, "A value"));
        expect(encode(back, "A value")).toEqual(encode(value, "A value"));
      }),
      trials(`values written and read again, ${kind}`, 1500),
    );
  });
});

describe("any text", () => {
  keepPrototypes();

  /** What a value becomes where something else is read, or a named error. */
  function readOrRefuse(encoded: EncodedValue): void {
    try {
      decode(encoded, "A value");
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(StoreError);
    }
  }

  it("is a value or a StoreError if it is a written one that was damaged", { timeout: 120_000 }, () => {
    const damage = fc.tuple(
      fc.nat(),
      fc.nat(3),
      fc.oneof(fc.string(), fc.constantFrom('"', "[", "]", "1", ",", "-", "$", "{}")),
    );
    fc.assert(
      fc.property(recordable, fc.array(damage, { minLength: 1, maxLength: 3 }), (value, damages) => {
        let { text, blobs } = encode(value, "A value");
        for (const [where, length, put] of damages) {
          const at = where % (text.length + 1);
          text = text.slice(0, at) + put + text.slice(at + length);
        }
        readOrRefuse({ text, blobs });
      }),
      trials("damaged texts", 3000),
    );
  });

  it("is a value or a StoreError if its flat parts are mixed at random", { timeout: 120_000 }, () => {
    const reference = fc.integer({ min: -8, max: 14 });
    const word = fc.constantFrom("date", "url", "regexp", "error", "array", "object", "bytes", "view", "buffer", "instance", "Box", "Error", "Uint8Array", "buffer", "form", "__proto__", "length", "AAAA", "a", "g"); // biome-ignore format: one list
    const tagged = fc.tuple(
      fc.constantFrom("$", "Map", "Set", "null", "BigInt"),
      fc.array(reference, { maxLength: 4 }),
    );
    const part = fc.oneof(
      fc.array(reference, { maxLength: 6 }),
      tagged.map(([tag, rest]) => [tag, ...rest]),
      fc.dictionary(key, reference, { maxKeys: 3, noNullPrototype: true }),
      word,
      fc.integer({ min: -2, max: 10 }),
    );
    const root = fc.tuple(reference, reference);
    fc.assert(
      fc.property(root, fc.array(part, { minLength: 3, maxLength: 14 }), (first, rest) => {
        readOrRefuse({ text: `1v${JSON.stringify([first, ...rest])}`, blobs: [new Uint8Array(2)] });
      }),
      trials("mixed flat parts", 5000),
    );
  });
});
