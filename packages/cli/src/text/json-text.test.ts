import { describe, expect, it } from "vitest";
import { jsonText } from "./json-text.ts";

describe("jsonText", () => {
  it("writes what JSON lacks in a form that can be read", () => {
    const value = {
      big: 12n,
      date: new Date(0),
      bad: new Date(Number.NaN),
      not: Number.NaN,
      map: new Map([["a", 1n]]),
      set: new Set([1]),
      bytes: new Uint8Array([1, 2]),
      numbers: new Float64Array([1.5]),
      error: Object.assign(new Error("no"), { code: "STEP_FAILED" }),
      nothing: undefined,
      pattern: /a/g,
      ["__proto__"]: 1,
    };
    expect(jsonText(value)).toBe(
      '{"big":"12","date":"1970-01-01T00:00:00.000Z","bad":"Invalid Date","not":"NaN","map":[["a","1"]],"set":[1],"bytes":{"base64":"AQI="},"numbers":[1.5],"error":{"name":"Error","code":"STEP_FAILED","message":"no"},"pattern":"/a/g","__proto__":1}',
    );
  });

  it("ends for cycles and for what is very deep", () => {
    const cycle: { self?: unknown; twice: unknown[] } = { twice: [] };
    cycle.self = cycle;
    cycle.twice.push(cycle.twice, 1);
    expect(jsonText(cycle)).toBe('{"twice":["[cycle]",1],"self":"[cycle]"}');
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    expect(jsonText(deep)).toContain("[too deep]");
  });

  it("escapes what acts on terminals, and is the same value for who parses it", () => {
    const value = { "\u001b[2J": "\u009b\u202e\u2028\u{e0001}\n" };
    const text = jsonText(value, 2);
    expect(text).toBe('{\n  "\\u001b[2J": "\\u009b\\u202e\\u2028\\udb40\\udc01\\n"\n}');
    expect(JSON.parse(text)).toEqual(value);
  });
});
