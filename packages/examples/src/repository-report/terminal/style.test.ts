import { describe, expect, it } from "vitest";
import { createStyle, wantsColor } from "./style.ts";

describe("wantsColor", () => {
  it("is true on a terminal only", () => {
    expect(wantsColor(true, {})).toBe(true);
    expect(wantsColor(false, {})).toBe(false);
  });

  it("is false under NO_COLOR, unless that is empty, and on a dumb terminal", () => {
    expect(wantsColor(true, { NO_COLOR: "1" })).toBe(false);
    expect(wantsColor(true, { NO_COLOR: "" })).toBe(true);
    expect(wantsColor(true, { TERM: "dumb" })).toBe(false);
  });
});

describe("createStyle", () => {
  it("adds escapes where colours are wanted, and nothing where they are not", () => {
    expect(createStyle(true).bad("x")).toBe("\u001b[31mx\u001b[39m");
    expect(createStyle(false).bad("x")).toBe("x");
  });
});
