import { describe, expect, it } from "vitest";
import { displayText } from "./display-text.ts";
import { fittedText, textWidth } from "./text-width.ts";

describe("a text in a picture", () => {
  it("is cut with an ellipsis where it would be too wide, never within a character", () => {
    expect(fittedText("fetchOrders", 13, 200)).toBe("fetchOrders");
    const cut = fittedText("😀".repeat(40), 13, 100);
    expect(cut).toMatch(/^(😀)+…$/u);
    expect(textWidth(cut, 13)).toBeLessThanOrEqual(100);
    expect(fittedText("anything", 13, 0)).toBe("…");
  });

  it("is wider for wide letters", () => {
    expect(textWidth("WWWW", 10)).toBeGreaterThan(textWidth("aaaa", 10));
    expect(textWidth("aaaa", 10)).toBeGreaterThan(textWidth("iiii", 10));
    expect(textWidth("東京都庁", 10)).toBeGreaterThan(textWidth("aaaa", 10));
  });

  it("stands on one line, shows what cannot be seen, and is cut", () => {
    expect(displayText("a\u001b[2Jb\r\nc\u202e", 60)).toBe("a\\u001b[2Jb\\u000d\\u000ac\\u202e");
    expect(displayText("n".repeat(10_240), 10)).toBe("nnnnnnnnn…");
    expect(displayText("😀".repeat(20), 5)).toBe("😀😀😀😀…");
    expect(displayText("\ud800", 5)).toBe("\\ud800");
  });
});
