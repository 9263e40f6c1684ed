import { describe, expect, it } from "vitest";
import { escapeControl } from "./escape-control.ts";

describe("escapeControl", () => {
  it.each([
    ["\u001b[2J\u0007", "\\x1b[2J\\x07"],
    ["a\nb\r\tc\u0000", "a\\x0ab\\x0d\\x09c\\x00"],
    ["\u007f\u009b31m", "\\x7f\\x9b31m"],
    ["gnp.\u202eexe", "gnp.\\u202eexe"],
    ["a\u2028b\u200bc", "a\\u2028b\\u200bc"],
    ["half \ud83d", "half \\ud83d"],
  ])("shows what would act on a terminal by its number: %j", (text, expected) => {
    expect(escapeControl(text)).toBe(expected);
  });

  it("leaves letters of all languages and signs of several parts as they are", () => {
    expect(escapeControl("src/ü 日本 😀 👩‍🚀 é.ts")).toBe("src/ü 日本 😀 👩‍🚀 é.ts");
  });
});
