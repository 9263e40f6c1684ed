import { types } from "node:util";
import { describe, expect, it } from "vitest";
import { differenceOf } from "../../../../test/support/difference.ts";
import { familyErrors } from "../../../../test/support/family-errors.ts";
import { RunError } from "../errors/run-errors.ts";
import { StepError } from "../errors/step-errors.ts";
import { StoreError } from "../errors/value-errors.ts";
import { record } from "../state/record.ts";
import { createCodec } from "./codec.ts";

const what = 'The output of step "look"';
const { encode, decode } = createCodec();

function back<Value>(value: Value): Value {
  return decode(encode(record(value, what), what), what) as Value; // or the test that called it fails
}

describe("an error of Stepspan in a value", () => {
  const { RunError: runError, ...others } = familyErrors();

  it.each(Object.entries(others))("is read back as one of its class, with all that it says: %s", (_name, error) => {
    expect(differenceOf({ error }, back({ error }))).toBe(null);
    expect(types.isNativeError(back(error))).toBe(true);
    expect(String(back(error))).toBe(String(error));
  });

  it("is read back without its run, if it is a RunError", () => {
    const read = back({ runError }).runError as RunError;
    expect(read).toBeInstanceOf(RunError);
    expect(read.message).toBe(runError?.message);
    expect(read.code).toBe("RUN_FAILED");
    expect(read.errors[0]).toBeInstanceOf(StepError);
    expect(read.cause).toBe(read.errors[0]);
    expect("run" in read).toBe(false);
  });

  it.each([
    ["a function", () => 1, "[function cause]"],
    ["a symbol", Symbol("sign"), "[Symbol(sign)]"],
    ["an instance of a class", new (class Socket {})(), "[Socket]"],
    ["a promise", Promise.resolve(), "[Promise]"],
    ["a part that cannot be kept", { order: 5, retry: () => 1 }, { order: 5, retry: "[function retry]" }],
    ["a getter that throws", { get broken() { throw new Error("no"); } }, { broken: "[threw Error: no]" }], // biome-ignore format: one line
  ])("has a label in place of a cause that cannot be kept: %s", (_kind, cause, expected) => {
    const named = typeof cause === "function" ? Object.defineProperty(cause, "name", { value: "cause" }) : cause;
    const error = new StepError({ step: "pay", attempt: 1, cause: named, input: 5 });
    expect(back({ error }).error.cause).toEqual(expected);
    expect(back({ error }).error.message).toBe(error.message);
  });

  it("keeps what its cause and the value have in common with other errors", () => {
    const cause = new Error("both");
    const [one, two] = [1, 2].map((attempt) => new StepError({ step: "pay", attempt, cause, input: null }));
    const read = back([one, two, one]);
    expect(read[0]?.cause).toBe(read[1]?.cause);
    expect(read[2]).toBe(read[0]);
  });

  it("may be in a circle with its cause", () => {
    class PaymentError extends Error {
      wrapped: unknown;
    }
    const cause = new PaymentError("no");
    const error = new StepError({ step: "pay", attempt: 1, cause, input: { self: cause } });
    cause.wrapped = { by: error };
    const read = back({ error }).error;
    expect(Object.getPrototypeOf(read.cause)).toBe(Error.prototype);
    expect(read.cause).toMatchObject({ wrapped: { by: read } });
    expect((read.contextSnapshot.input as { self: unknown }).self).toBe(read.cause);
  });

  it("does not let what only its cause may hold into the value", () => {
    const unkeepable = { retry: () => 1 };
    const error = new StepError({ step: "pay", attempt: 1, cause: unkeepable, input: null });
    expect(() => encode({ error, unkeepable }, what)).toThrow(
      `${what} cannot be recorded: .unkeepable.retry is a function.`,
    );
    expect(() => encode({ unkeepable, error }, what)).toThrow(
      `${what} cannot be recorded: .unkeepable.retry is a function.`,
    );
  });

  it("is a plain Error of its name if somebody took from it what its class promises", () => {
    const error = new StepError({ step: "pay", attempt: 1, cause: null, input: null });
    Reflect.deleteProperty(error, "step");
    const read = back({ error }).error;
    expect(Object.getPrototypeOf(read)).toBe(Error.prototype);
    expect(read).toMatchObject({ name: "StepError", message: error.message, attempt: 1 });
  });

  it("may lie as deep as record lets it, whatever its cause", () => {
    let cause: unknown = new Error("innermost");
    for (let level = 0; level < 600; level++) cause = new Error("outer", { cause });
    let value: unknown = new StepError({ step: "pay", attempt: 1, cause, input: { a: { b: 1 } } });
    for (let level = 0; level < 500; level++) value = { a: value };
    let read = back(value);
    for (let level = 0; level < 500; level++) read = (read as { a: unknown }).a;
    expect(read).toBeInstanceOf(StepError);
    for (let level = 0; level < 12; level++) read = (read as Error).cause;
    expect((read as Error).cause).toBe("[Error]");
  });
});

describe("an error of Stepspan in a text that was tampered with", () => {
  const { StepError: error } = familyErrors("no");
  const { text } = encode(error, what);

  it.each([
    ["another code", '"STEP_FAILED"', '"STORE"'],
    ["no field of its class", '"attempt"', '"attempts"'],
    ["a field of another type", '"pay"', "5"],
    ["a class that promises more", '"StepError"', '"StepTimeoutError"'],
    ["a class of nobody's", '"StepError"', '"constructor"'],
  ])("is refused: %s", (_kind, written, put) => {
    expect(text).toContain(written);
    expect(() => decode({ text: text.replace(written, put), blobs: [] }, what)).toThrow(StoreError);
  });

  it("is refused in words, if a later release knows its class", () => {
    expect(() => decode({ text: text.replace('"StepError"', '"ShiftError"'), blobs: [] }, what)).toThrow(
      new StoreError(
        `${what} cannot be read back: it is an error of the class "ShiftError", which this release does not have. Use the release of Stepspan that wrote it, or a later one.`,
      ),
    );
  });
});
