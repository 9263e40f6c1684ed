import { describe, expect, it } from "vitest";
import { createPrintedText } from "./printed-text.ts";

describe("what is printed meanwhile", () => {
  it("is gathered until a line is whole", () => {
    const printed = createPrintedText();
    expect(printed.take("one, ")).toBe("");
    expect(printed.take("two\nthree\r\nfo")).toBe("one, two\nthree\n");
    expect(printed.rest()).toBe("fo\n");
    expect(printed.rest()).toBe("");
  });

  it("may come as bytes, and cut within a character", () => {
    const printed = createPrintedText();
    const bytes = Buffer.from("für 👍\n");
    const lines = Array.from(bytes, (byte) => printed.take(Buffer.from([byte]))).join("");
    expect(lines).toBe("für 👍\n");
    expect(printed.take("ff00", "latin1") + printed.take("0a", "hex")).toBe("ff00\n");
  });

  it("may be coloured, and does nothing else to the terminal", () => {
    const printed = createPrintedText();
    expect(printed.take("\u001b[1;31mred\u001b[0m \u001b[2A\u0007\tx\u009b\n")).toBe(
      "\u001b[1;31mred\u001b[0m \\u001b[2A\\u0007    x\\u009b\u001b[0m\n",
    );
  });

  it("has lines of a bounded length", () => {
    const printed = createPrintedText();
    expect(printed.take("x".repeat(20_000))).toBe(`${"x".repeat(20_000)}\n`);
    expect(printed.rest()).toBe("");
  });
});
