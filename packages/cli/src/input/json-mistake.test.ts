import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { findJsonMistake } from "./json-mistake.ts";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Where Node says that a text is no JSON; null if it does not say. */
function placeByNode(text: string): number | null {
  try {
    JSON.parse(text);
  } catch (thrown) {
    const found = /at position (\d+)/.exec((thrown as Error).message);
    return found === null ? null : Number(found[1]);
  }
  return null;
}

describe("findJsonMistake", () => {
  it.each([
    ["", 1, 1, "expected a value, but there is the end"],
    ["{", 1, 2, "expected a name in double quotes, but there is the end"],
    ['{"a":1,}', 1, 8, 'expected a name in double quotes, but there is "}"'],
    ['{"a" 1}', 1, 6, 'expected ":", but there is "1"'],
    ['{"a":1 "b":2}', 1, 8, 'expected "," or "}", but there is "\\""'],
    ["[1,]", 1, 4, 'expected a value, but there is "]"'],
    ["[1 2]", 1, 4, 'expected "," or "]", but there is "2"'],
    ["01", 1, 2, 'expected the end, but there is "1"'],
    ["{'a': 1}", 1, 2, 'expected a name in double quotes, but there is "\'"'],
    ['{\n  "a": undefined\n}', 2, 8, 'expected a value, but there is "u"'],
    ['"a\tb"', 1, 3, 'expected an escape, such as "\\n", in place of this character, but there is "\\t"'],
    ['"\\x"', 1, 2, 'expected an escape of JSON, such as "\\n" or "\\u00e9", but there is "\\\\"'],
    ['"open', 1, 6, "expected the double quote that ends the text, but there is the end"],
    ["{} {}", 1, 4, 'expected the end, but there is "{"'],
  ])("finds the place in %j", (text, line, column, problem) => {
    expect(findJsonMistake(text)).toMatchObject({ line, column, problem });
  });

  it("shows the line around the place, and marks it", () => {
    const long = `{"a": [${"1, ".repeat(100)}x], "rest": "${"y".repeat(100)}"}`;
    const excerpt = findJsonMistake(`\n\n${long}`)?.excerpt;
    expect(excerpt).toEqual([
      `${`{"a": [${"1, ".repeat(100)}`.slice(-40)}${'x], "rest": "yyyyyyyyyyyyyyyyyyyyyyyyyy'.slice(0, 30)}`,
      `${" ".repeat(40)}^`,
    ]);
  });

  it("knows JSON as JSON.parse does, and its places where that says them", () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom(...'{}[],:"\\0-e.tn \n\u0001x'), fc.boolean())
      .map(([json, at, sign, isInserted]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + sign + json.slice(place + (isInserted ? 0 : 1));
      });
    fc.assert(
      fc.property(fc.oneof(fc.json(), broken), (text) => {
        const mistake = findJsonMistake(text);
        expect(mistake === null).toBe(isJson(text));
        const place = placeByNode(text);
        if (mistake === null || place === null || text.includes("\\")) return; // of a bad escape Node names the second sign
        const lineStart = text.lastIndexOf("\n", place - 1) + 1;
        if (/Expected|after/.test(mistake.problem)) expect(mistake.column).toBe(place - lineStart + 1);
      }),
      trials("JSON", 2000),
    );
  });

  it("takes no stack and little time for deep and long texts", () => {
    expect(findJsonMistake("[".repeat(1_000_000))).toMatchObject({ column: 1_000_001 });
    expect(findJsonMistake(`"${"a\\n".repeat(1_000_000)}`)).toMatchObject({ column: 3_000_002 });
  });
});
