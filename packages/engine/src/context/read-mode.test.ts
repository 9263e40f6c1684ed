import { describe, expect, it } from "vitest";
import { DefinitionError } from "../errors/definition-errors.ts";
import { readModeOf } from "./read-mode.ts";

describe("the options of stepSpan", () => {
  it("say how a span is asked for", () => {
    expect(readModeOf(undefined)).toBe("plain");
    expect(readModeOf({ default: null })).toBe("default");
    expect(readModeOf({ settled: true })).toBe("settled");
    expect(readModeOf({ default: null, settled: undefined })).toBe("default");
    expect(readModeOf({ default: undefined, settled: true })).toBe("settled");
  });

  it.each([
    [{}],
    [{ default: undefined }],
    [{ default: [] }],
    [{ default: 0 }],
    [{ default: false }],
    [{ settled: false }],
    [{ settled: 1 }],
    [{ default: null, settled: true }],
    [{ default: null, fallback: 1 }],
    [{ defualt: null }],
    [null],
    ["settled"],
    [5],
    [[]],
  ])("are refused if they are %j", (options) => {
    expect(() => readModeOf(options)).toThrow(
      new DefinitionError(
        "stepSpan takes { default: null } or { settled: true } as options. For another default write stepSpan(name, { default: null })?.output ?? fallback.",
      ),
    );
  });
});
