import { describe, expect, it } from "vitest";
import { StepspanError } from "./base.ts";
import { InputError } from "./input-error.ts";

describe("InputError", () => {
  const what = 'The input of workflow "report"';

  it("lists each issue with its path", () => {
    const issues = [
      { path: ".orders[0].price", message: "Too small" },
      { path: ".day", message: "Required" },
    ];
    const error = new InputError(what, issues);
    expect(error.message).toBe(
      'The input of workflow "report" does not match its schema: .orders[0].price: Too small; .day: Required.',
    );
    expect(error).toBeInstanceOf(StepspanError);
    expect(error).toMatchObject({ name: "InputError", code: "INPUT", issues });
  });

  it("gives no path where the value itself is wrong, and no second full stop", () => {
    expect(new InputError(what, [{ path: "", message: "Must be an even number." }]).message).toBe(
      'The input of workflow "report" does not match its schema: Must be an even number.',
    );
  });
});
