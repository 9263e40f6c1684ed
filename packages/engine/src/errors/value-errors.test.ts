import { describe, expect, it } from "vitest";
import { StepspanError } from "./base.ts";
import { SerializationError, StoreError } from "./value-errors.ts";

describe("SerializationError", () => {
  it("says where in the value the problem is, and what to do", () => {
    const error = new SerializationError("A value", ".a[0]", "is a function", "Return data.");
    expect(error.message).toBe("A value cannot be recorded: .a[0] is a function. Return data.");
    expect(error).toBeInstanceOf(StepspanError);
    expect(error).toMatchObject({ name: "SerializationError", code: "SERIALIZATION", path: ".a[0]" });
  });

  it("speaks of the value itself where there is no path", () => {
    expect(new SerializationError("A value", "", "is a symbol", "Return data.").message).toBe(
      "A value cannot be recorded: it is a symbol. Return data.",
    );
  });
});

describe("StoreError", () => {
  it("says what it is told", () => {
    const error = new StoreError("The disk is full. Make room.");
    expect(error.message).toBe("The disk is full. Make room.");
    expect(error).toBeInstanceOf(StepspanError);
    expect(error).toMatchObject({ name: "StoreError", code: "STORE" });
  });
});
