import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { StepspanError } from "./base.ts";
import { DefinitionError } from "./definition-errors.ts";
import { SkippedSpanError, StepError, StepTimeoutError } from "./step-errors.ts";

const failure = { step: "fetch", attempt: 2, cause: new Error("boom"), input: { day: "2026-11-20" } };

describe("StepError", () => {
  it("says which step failed on which attempt, and what it threw", () => {
    const error = new StepError(failure);
    expect(error.message).toBe('Step "fetch" failed on attempt 2: Error: boom.');
    expect(error).toBeInstanceOf(StepspanError);
    expect(error).toMatchObject({ name: "StepError", code: "STEP_FAILED", step: "fetch", attempt: 2 });
    expect(error.contextSnapshot).toEqual({ input: { day: "2026-11-20" }, state: {}, stepState: {} });
    expect(error.cause).toBe(failure.cause);
  });

  it("keeps what the step saw, for all who read the error", () => {
    const seen = { input: undefined, state: { total: 5 }, stepState: { tries: 2 } };
    const { contextSnapshot } = new StepError({ ...failure, ...seen });
    expect(contextSnapshot).toEqual(seen);
    expect(Object.isFrozen(contextSnapshot)).toBe(true);
  });

  it("says where it failed if no attempt is to blame", () => {
    const error = new StepError({ ...failure, attempt: 0, place: "failed in its sub-workflow" });
    expect(error.message).toBe('Step "fetch" failed in its sub-workflow: Error: boom.');
  });

  it("says that no attempt was made", () => {
    const error = new StepError({ ...failure, attempt: 0 });
    expect(error.message).toBe('Step "fetch" failed before its first attempt: Error: boom.');
  });

  it("ends with the hint", () => {
    const error = new StepError({ ...failure, hint: "Copy it first." });
    expect(error.message).toBe('Step "fetch" failed on attempt 2: Error: boom. Copy it first.');
  });

  it("does not name the class of an error of its own family, whose message is a sentence already", () => {
    const cause = new DefinitionError("A name is empty. Give it a name.");
    expect(new StepError({ ...failure, cause }).message).toBe(
      'Step "fetch" failed on attempt 2: A name is empty. Give it a name.',
    );
  });

  it.each([
    [new Error("It broke."), "Error: It broke."],
    [new Error(""), "Error."],
    ["text", '"text".'],
    [null, "null."],
    [undefined, "undefined."],
    [{ code: 5 }, "an object ([object Object])."],
    [
      new Proxy(
        {},
        {
          getPrototypeOf() {
            throw 1;
          },
        },
      ),
      "a value that cannot be shown.",
    ],
  ])("keeps whatever was thrown as its cause: %#", (cause, text) => {
    const error = new StepError({ ...failure, cause });
    expect(error.message).toBe(`Step "fetch" failed on attempt 2: ${text}`);
    expect(error.cause).toBe(cause);
  });
});

describe("StepTimeoutError", () => {
  const error = new StepTimeoutError({ step: "fetch", attempt: 1, input: { a: 1 } }, 30_000);

  it("says how long the attempt had, and how to end in time", () => {
    expect(error.message).toBe(
      'Step "fetch" did not settle within its timeout of 30000 ms (attempt 1). Raise the timeout, or end the work when context.signal is aborted.',
    );
    expect(error).toBeInstanceOf(StepError);
    expect(error).toBeInstanceOf(StepspanError);
    expect(error).toMatchObject({ name: "StepTimeoutError", code: "STEP_TIMEOUT", step: "fetch", timeoutMs: 30_000 });
    expect(error.event).toBe(null);
    expect(error.contextSnapshot).toEqual({ input: { a: 1 }, state: {}, stepState: {} });
  });

  it("names the event that the step waited for", () => {
    const waited = new StepTimeoutError({ step: "approve", attempt: 0, input: undefined }, 500, "approved");
    expect(waited.message).toBe(
      'Step "approve" waited 500 ms for event "approved", and none came that it takes. Raise the timeout of the wait, or send the event.',
    );
    expect(waited).toMatchObject({ event: "approved", timeoutMs: 500 });
    expect(inspect(waited)).toMatch(/^StepTimeoutError: Step "approve" waited 500 ms/);
  });

  it("is shown by consoles with that text, and with no cause where there is none", () => {
    expect(inspect(error)).toMatch(/^StepTimeoutError: Step "fetch" did not settle within its timeout of 30000 ms/);
    expect(inspect(error)).not.toContain("[cause]");
  });
});

describe("SkippedSpanError", () => {
  it("names the step that was read", () => {
    const error = new SkippedSpanError("price", "The message.");
    expect(error).toBeInstanceOf(StepspanError);
    expect(error).toMatchObject({
      name: "SkippedSpanError",
      code: "SKIPPED_SPAN",
      step: "price",
      message: "The message.",
    });
  });
});
