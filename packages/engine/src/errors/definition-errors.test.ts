import { describe, expect, it } from "vitest";
import { StepspanError } from "./base.ts";
import { CycleError, DefinitionError } from "./definition-errors.ts";

describe("DefinitionError", () => {
  it("says what it is told", () => {
    const error = new DefinitionError("A step has an empty name. Give it a name.");
    expect(error.message).toBe("A step has an empty name. Give it a name.");
    expect(error).toBeInstanceOf(StepspanError);
    expect(error).toMatchObject({ name: "DefinitionError", code: "DEFINITION" });
  });
});

describe("CycleError", () => {
  it("shows the circle", () => {
    const error = new CycleError(["a", "b", "c", "a"]);
    expect(error.message).toBe(
      'Steps depend on each other in a circle: "a" → "b" → "c" → "a". Remove one of these dependencies.',
    );
    expect(error).toBeInstanceOf(StepspanError);
    expect(error).toMatchObject({ name: "CycleError", code: "CYCLE", path: ["a", "b", "c", "a"] });
  });

  it("shows a step that depends on itself", () => {
    expect(new CycleError(["a", "a"]).message).toBe(
      'Steps depend on each other in a circle: "a" → "a". Remove one of these dependencies.',
    );
  });
});
