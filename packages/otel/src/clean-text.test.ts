import { describe, expect, it } from "vitest";
import { cleanText, cutText } from "./clean-text.ts";

describe("clean text", () => {
  it("shows what could disturb as escapes, and leaves all else", () => {
    expect(cleanText("a\u0000\u001b[31m\u009b\u202e\u2066\u2028\ufeff")).toBe(
      "a\\u0000\\u001b[31m\\u009b\\u202e\\u2066\\u2028\\ufeff",
    );
    expect(cleanText("\ud800x\udc00")).toBe("\\ud800x\\udc00");
    for (const plain of ["größe", "日本", "👩‍👩‍👧", "a/b[0]", ""]) expect(cleanText(plain)).toBe(plain);
  });

  it("is never longer than asked for, also when escapes make it so", () => {
    expect(cleanText("\u0000".repeat(100), 10)).toHaveLength(10);
    expect(cleanText("x".repeat(10), 10)).toBe("x".repeat(10));
    expect(cleanText("x".repeat(11), 10)).toBe(`${"x".repeat(9)}…`);
  });

  it("cuts no character in two", () => {
    expect(cutText("👩👩👩", 4)).toBe("👩…");
    expect(cutText("a👩👩", 4)).toBe("a👩…");
  });
});
