import { describe, expect, it } from "vitest";
import { SerializationError, StoreError } from "../errors/value-errors.ts";
import { record } from "../state/record.ts";
import { createCodec } from "./codec.ts";
import { usualLimits } from "./limits.ts";

const what = 'The output of step "fetch"';
const large = "Keep what is large in a file or a database, and pass on where it is.";
const damaged =
  "It was damaged, or written by something else than Stepspan: restore it from a backup, or run the workflow again.";

function tooLarge(problem: string, remedy = large): SerializationError {
  return new SerializationError(what, "", problem, remedy);
}

function unreadable(problem: string, remedy = damaged): StoreError {
  return new StoreError(`${what} cannot be read back: it ${problem}. ${remedy}`);
}

describe("the size of a value", () => {
  it("is 16 MiB at most, and may hold a million objects, if nothing else is said", () => {
    expect(usualLimits).toEqual({ maximumSize: 16_777_216, maximumObjects: 1_000_000 });
    const { encode } = createCodec();
    expect(encode("x".repeat(2_000_000), what).text).toHaveLength(2_000_004);
  });

  it("may be the limit, and not one character more", () => {
    const { encode } = createCodec({ limits: { maximumSize: 1000 } });
    expect(encode("x".repeat(996), what).text).toHaveLength(1000);
    expect(() => encode("x".repeat(997), what)).toThrow(tooLarge("takes more than 1000 characters and bytes"));
  });

  it("counts the characters of the text and the bytes beside it", () => {
    const { encode } = createCodec({ limits: { maximumSize: 2200 } });
    expect(encode(new Uint8Array(2000), what).blobs[0]).toHaveLength(2000);
    expect(() => encode([new Uint8Array(2000), "x".repeat(200)], what)).toThrow(
      tooLarge("takes more than 2200 characters and bytes"),
    );
  });

  it("counts a text in many places once if that is how it is written", () => {
    const { encode, decode } = createCodec({ limits: { maximumSize: 5000 } });
    const value = Array.from({ length: 100 }, () => "x".repeat(1000));
    expect(decode(encode(value, what), what)).toEqual(value);
  });

  it("counts the names of properties once where they are written once", () => {
    const { encode, decode } = createCodec({ limits: { maximumSize: 9000 } });
    const long = "x".repeat(1000);
    const value = Array.from({ length: 20 }, (_, index) => Object.assign([index], { [long]: new Map([[long, long]]) }));
    expect(decode(encode(value, what), what)).toEqual(value);
  });

  it("counts bytes that are equal each for itself, and how far they can grow", () => {
    const { encode } = createCodec({ limits: { maximumSize: 10_000 } });
    const problem = "holds more than 10000 bytes";
    expect(() =>
      encode(
        Array.from({ length: 11 }, () => new Uint8Array(1000)),
        what,
      ),
    ).toThrow(tooLarge(problem));
    expect(() => encode(new ArrayBuffer(0, { maxByteLength: 10_001 }), what)).toThrow(tooLarge(problem));
    expect(() => encode(new Uint8Array(10_001), what)).toThrow(tooLarge(problem));
  });

  it("is refused without writing a text that would be longer than a string can be", () => {
    const { encode } = createCodec();
    const problem = "takes more than 16777216 characters and bytes";
    const texts = Array.from({ length: 600 }, (_, index) => String(index).repeat(1 << 20));
    expect(() => encode(texts, what)).toThrow(tooLarge(problem));
  });

  it("is refused when it is read", () => {
    const encoded = createCodec().encode({ a: [new Date(1), {}, "x".repeat(1000)] }, what);
    const narrow = createCodec({ limits: { maximumSize: 1000 } });
    expect(() => narrow.decode(encoded, what)).toThrow(
      unreadable("takes more than 1000 characters and bytes", "Give the codec a larger limit, if it is to be trusted."),
    );
  });

  it("is refused when it is read, if it holds too many objects", () => {
    const few = createCodec({ limits: { maximumObjects: 10 } });
    const problem = "holds more than 10 objects";
    expect(few.decode(few.encode([[], [], [], [], [], [], [], [], []], what), what)).toHaveLength(9);
    expect(() => few.encode([[], [], [], [], [], [], [], [], [], []], what)).toThrow(tooLarge(problem));
    expect(() => few.decode({ text: `1j[${"{},".repeat(10)}{}]`, blobs: [] }, what)).toThrow(unreadable(problem));
    const dates = createCodec().encode(
      Array.from({ length: 20 }, () => new Date(1)),
      what,
    );
    expect(() => few.decode(dates, what)).toThrow(unreadable(problem));
  });

  it("lets nothing through that could not be read with the same limits", () => {
    const codec = createCodec({ limits: { maximumObjects: 12, maximumSize: 600 } });
    const dates = Array.from({ length: 11 }, (_, index) => new Date(index));
    expect(codec.decode(codec.encode(dates, what), what)).toEqual(dates);
    const buffers = Array.from({ length: 5 }, () => Buffer.alloc(100, 1));
    expect(codec.decode(codec.encode(buffers, what), what)).toEqual(buffers);
  });
});

describe("the depth of a value", () => {
  /** Plain, or written with devalue. */
  function nested(levels: number, innermost: unknown): unknown {
    let value = innermost;
    for (let level = 0; level < levels; level++) value = { a: value };
    return value;
  }
  const { encode, decode } = createCodec();
  const problem = "is nested more than 512 levels deep";
  const usual = "Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.";

  it.each([
    ["plain objects", 1],
    ["undefined", undefined],
    ["a bigint", 1n],
  ])("is 512 at most, a few more than record takes: %s", (_kind, innermost) => {
    const value = nested(513, innermost);
    expect(decode(encode(value, what), what)).toEqual(value);
    expect(() => encode(nested(514, innermost), what)).toThrow(
      new SerializationError(what, ".a".repeat(513), problem, usual),
    );
  });

  it("counts in errors, maps, views and registered classes as record does", () => {
    let error: Error = new Error("innermost");
    for (let level = 0; level < 512; level++) error = new Error("outer", { cause: error });
    expect(decode(encode(error, what), what)).toBeInstanceOf(Error);
    const deeper = new Error("outermost", { cause: error });
    const message = new SerializationError(what, ".cause".repeat(513), problem, usual);
    expect(() => encode(deeper, what)).toThrow(message);
  });

  it("leaves room for what the engine puts around recorded values", () => {
    const recorded = record(nested(500, {}), what);
    const params = Object.freeze({ list: Object.freeze([recorded]), map: new Map([["a", recorded]]) });
    expect(decode(encode(params, what), what)).toEqual(params);
  });

  it("counts through what was recorded before", () => {
    const recorded = record(nested(500, {}), what);
    const around = (levels: number): unknown => (levels === 0 ? recorded : [around(levels - 1)]);
    expect(decode(encode(around(12), what), what)).toEqual(around(12));
    const path = `${"[0]".repeat(13)}${".a".repeat(500)}`;
    expect(() => encode(around(13), what)).toThrow(new SerializationError(what, path, problem, usual));
  });

  it("is no less when a part is first met deep down, in the order in which it is read", () => {
    const chain = (levels: number, end: unknown): unknown => (levels === 0 ? end : { a: chain(levels - 1, end) });
    const part = chain(300, new Date(1)); // not frozen, so it is counted where it was met first
    const value = [new Error("short way", { cause: part }), chain(400, part)];
    const back = decode(encode(value, what), what) as typeof value;
    expect((back[0] as Error).cause).toEqual(part);
  });

  it("is refused when it is read, however deep, without overflowing the stack", () => {
    const deep = `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`;
    expect(() => decode({ text: `1j${deep}`, blobs: [] }, what)).toThrow(unreadable(problem));
    const chain = Array.from({ length: 100_000 }, (_, index) => `[${index + 2}]`).join();
    expect(() => decode({ text: `1v[[1,0],${chain},1]`, blobs: [] }, what)).toThrow(unreadable(problem));
    const barely = `[1,607],${Array.from({ length: 605 }, (_, index) => `[${index + 2}]`).join()},1,[]`;
    expect(() => decode({ text: `1v[${barely}]`, blobs: [] }, what)).toThrow(
      new StoreError(`${what} cannot be read back: ${"[0]".repeat(513)} ${problem}. ${damaged}`),
    );
  });
});
