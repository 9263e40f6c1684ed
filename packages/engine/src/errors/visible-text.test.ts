import { describe, expect, it } from "vitest";
import { visibleText } from "./visible-text.ts";

describe("visibleText", () => {
  it.each(["fetchUsers", "fetch users (1/2)", "récapitulatif", "收集", "🚀", "a\u0301", 'say "hi" \\ <b>&amp;</b>'])(
    "leaves %j alone",
    (text) => {
      expect(visibleText(text)).toBe(text);
    },
  );

  it.each([
    ["a\nb\r\tc", "a\\u000ab\\u000d\\u0009c"],
    ["\u0000\u001b[31mred\u007f\u009b", "\\u0000\\u001b[31mred\\u007f\\u009b"],
    ["\u202eabc\u2066\u200f\u061c", "\\u202eabc\\u2066\\u200f\\u061c"],
    ["a\u2028b\u2029c\ufeff\u200b", "a\\u2028b\\u2029c\\ufeff\\u200b"],
    ["\ud800 \udc00", "\\ud800 \\udc00"],
    ["\u{e0041}", "\\udb40\\udc41"],
    ["\ue000", "\\ue000"],
  ])("writes %j as escapes", (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it("gives one line that JSON reads back, however long the text is", () => {
    const text = "\u0007\u{10ffff}x\n".repeat(100_000);
    const shown = visibleText(text);
    expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(JSON.parse(`"${shown}"`)).toBe(text);
  });
});
