import { describe, expect, it } from "vitest";
import { displayName } from "./display-name.ts";

describe("displayName", () => {
  it("leaves ordinary names alone, in any script", () => {
    for (const name of ["fetchUsers", "fetch users (1/2)", "récapitulatif", "收集", "🚀", "a".repeat(60)]) {
      expect(displayName(name)).toBe(name);
    }
  });

  it("cuts long names, and no character in two", () => {
    expect(displayName("x".repeat(10_000))).toBe(`${"x".repeat(59)}…`);
    expect(displayName("x".repeat(61))).toBe(`${"x".repeat(59)}…`);
    expect(displayName("🚀".repeat(61))).toBe(`${"🚀".repeat(59)}…`);
    expect(displayName("🚀".repeat(60))).toBe("🚀".repeat(60));
    expect(displayName(`${"x".repeat(119)}🚀${"y".repeat(9_000)}`)).toBe(`${"x".repeat(59)}…`);
  });

  it("writes what cannot be seen", () => {
    expect(displayName("a\nb\r\t\0\u001b[31m\u007f")).toBe("a\\u000ab\\u000d\\u0009\\u0000\\u001b[31m\\u007f");
    expect(displayName("\u202eabc\u200f\u2028\u2029\ufeff")).toBe("\\u202eabc\\u200f\\u2028\\u2029\\ufeff");
    expect(displayName("\ud800 \u{e0001}")).toBe("\\ud800 \\udb40\\udc01");
  });
});
