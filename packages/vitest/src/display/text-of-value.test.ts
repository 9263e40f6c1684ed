import { StepError, StepTimeoutError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { failureText, textOfValue } from "./text-of-value.ts";

describe("textOfValue", () => {
  it.each([
    [new Error("boom"), "boom"],
    [new TypeError(), "TypeError"],
    ["text", "text"],
    [{ code: 7 }, '{"code":7}'],
    [null, "null"],
    [undefined, "undefined"],
    [7n, "7"],
    [Symbol("left"), "Symbol(left)"],
    [
      Object.defineProperty(new Error(), "message", {
        get: () => {
          throw 1;
        },
      }),
      "a value that cannot be shown",
    ],
    [
      {
        toJSON: () => {
          throw 1;
        },
      },
      "a value that cannot be shown",
    ],
    [{ toJSON: () => undefined }, "an object"],
  ])("shows a value of any kind", (value, text) => {
    expect(textOfValue(value)).toBe(text);
  });
});

describe("failureText", () => {
  const failure = { step: "fetch", attempt: 1, input: undefined };

  it("is what a step threw, without the sentence of the StepError around it", () => {
    expect(failureText(new StepError({ ...failure, cause: new Error("boom") }))).toBe("boom");
    expect(failureText(new StepError({ ...failure, cause: null }))).toBe("null");
  });

  it("is what a step of a sub-workflow threw, however deep", () => {
    const inner = new StepError({ ...failure, cause: new Error("boom") });
    expect(failureText(new StepError({ ...failure, cause: new StepError({ ...failure, cause: inner }) }))).toBe("boom");
    const round = new StepError({ ...failure, cause: null });
    round.cause = round;
    expect(failureText(round)).toBe(round.message);
  });

  it("is short for a timeout", () => {
    expect(failureText(new StepTimeoutError(failure, 500))).toBe("timeout of 500 ms");
  });

  it("is the message of any other error", () => {
    expect(failureText(new Error("stalled"))).toBe("stalled");
  });
});
