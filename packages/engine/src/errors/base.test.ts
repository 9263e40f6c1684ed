import { describe, expect, it } from "vitest";
import { StoreError } from "./value-errors.ts";

describe("all errors of the family", () => {
  it("have stacks that begin with their names, and causes only where there are any", () => {
    const error = new StoreError("The disk is full.", { cause: new Error("ENOSPC") });
    expect(error.stack).toMatch(/^StoreError: The disk is full\.\n/);
    expect(error.cause).toEqual(new Error("ENOSPC"));
    expect(Object.hasOwn(new StoreError("The disk is full."), "cause")).toBe(false);
  });
});
