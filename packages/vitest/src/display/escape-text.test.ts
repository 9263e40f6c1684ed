import { describe, expect, it } from "vitest";
import { escapeText, quoteText } from "./escape-text.ts";

describe("escapeText", () => {
  it.each([
    ["plain ä 日本 text", "plain ä 日本 text"],
    ["a\nb\r\tc", "a\\nb\\r\\tc"],
    ["\u0000\u001b[31m\u007f\u009b", "\\u0000\\u001b[31m\\u007f\\u009b"],
    ["\u202eabc\u2066", "\\u202eabc\\u2066"],
    ["a\u2028b\ufeff", "a\\u2028b\\ufeff"],
    ["\u{e0041}", "\\udb40\\udc41"],
    ["\ud800", "\\ud800"],
  ])("writes %j on one line", (text, escaped) => {
    expect(escapeText(text)).toBe(escaped);
  });
});

describe("quoteText", () => {
  it.each(['say "hi"\n', "\u202e\u0000\\", "\u{e0041}"])("writes %j so that JSON reads it back", (text) => {
    expect(quoteText(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(quoteText(text))).toBe(text);
  });
});
