import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { copyJson, pathBelow } from "./json-value.ts";

function refusals(value: unknown): readonly string[] {
  const found: string[] = [];
  copyJson(value, "it", (path, reason) => found.push(`${path} ${reason}`));
  return found;
}

describe("a copy of JSON", () => {
  it("is what JSON gives back, and shares nothing", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const given: unknown = JSON.parse(JSON.stringify(value));
        fc.pre(!JSON.stringify(given).includes("__proto__"));
        const copied = copyJson(given, "", () => expect.unreachable());
        expect(JSON.stringify(copied)).toBe(JSON.stringify(given));
        if (typeof given === "object" && given !== null) expect(copied).not.toBe(given);
      }),
      trials("copies of JSON", 500),
    );
  });

  it("refuses each part that JSON does not have, and says where it is", () => {
    const parts = [undefined, () => {}, 1n, Symbol("s"), Number.NaN, Infinity, -0, new Date(0), new Map()];
    expect(refusals({ "a b": parts })).toEqual([
      'it["a b"][0] is undefined, which JSON does not have',
      'it["a b"][1] is a function, which JSON does not have',
      'it["a b"][2] is a bigint, which JSON does not have',
      'it["a b"][3] is a symbol, which JSON does not have',
      'it["a b"][4] is NaN, which JSON does not have',
      'it["a b"][5] is Infinity, which JSON does not have',
      'it["a b"][6] is -0, which JSON does not have',
      'it["a b"][7] is an object of the kind Date, which JSON does not have',
      'it["a b"][8] is an object of the kind Map, which JSON does not have',
    ]);
  });

  it("refuses what JSON would change without a word", () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    class Point {
      x = 1;
    }
    expect(refusals([new Array(2), new Point(), { [Symbol("s")]: 1 }, JSON.parse('{"__proto__":1}'), loop])).toEqual([
      "it[0] is an array with holes or names",
      "it[0][0] is undefined, which JSON does not have",
      "it[0][1] is undefined, which JSON does not have",
      "it[1] is an instance of a class, which JSON does not have",
      "it[2] has a symbol as a key",
      'it[3] has the key "__proto__"',
      "it[4].self contains itself",
    ]);
  });

  it("refuses what is nested too deeply, and takes what is not", () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    expect(refusals(nested(200))).toEqual([]);
    expect(refusals(nested(201))).toEqual([`it${"[0]".repeat(200)} is nested too deeply`]);
  });

  it("is not confused by one object in two places", () => {
    const shared = { a: 1 };
    expect(refusals([shared, shared])).toEqual([]);
  });
});

describe("a path", () => {
  it("is written as code would write it", () => {
    expect(pathBelow("", "steps")).toBe("steps");
    expect(pathBelow("a[0]", "b")).toBe("a[0].b");
    expect(pathBelow("a", 'say "x"')).toBe('a["say \\"x\\""]');
  });
});
