import { describe, expect, it } from "vitest";
import { record } from "./record.ts";

const what = 'The output of step "fetch"';

describe("a recorded error", () => {
  const types = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];

  it.each(types.map((type) => [type.name, type] as const))("keeps its class: %s", (_name, type) => {
    const source = new type("boom");
    const copy = record(source, what);
    expect(copy).not.toBe(source);
    expect(Object.getPrototypeOf(copy)).toBe(type.prototype);
    expect(copy.toString()).toBe(source.toString());
  });

  it("keeps its stack, which the language hides behind a getter", () => {
    const source = new Error("boom");
    const { stack } = source;
    expect(stack).toMatch(/^Error: boom\n {4}at /);
    expect(record(source, what).stack).toBe(stack);
    expect(Object.keys(record(source, what))).toEqual([]);
  });

  it("has no stack if its source has none", () => {
    const source = new Error("boom");
    Reflect.deleteProperty(source, "stack");
    expect(Object.getOwnPropertyNames(record(source, what))).toEqual(["message"]);
  });

  it("keeps its cause, of whatever kind", () => {
    const copy = record(new Error("outer", { cause: new TypeError("inner", { cause: { code: 5 } }) }), what);
    expect(copy.cause).toBeInstanceOf(TypeError);
    expect((copy.cause as Error).cause).toEqual({ code: 5 });
    expect(Object.isFrozen((copy.cause as Error).cause)).toBe(true);
    expect("cause" in record(new Error("none"), what)).toBe(false);
    expect(Object.hasOwn(record(new Error("none", { cause: undefined }), what), "cause")).toBe(true);
  });

  it("keeps properties of its own, and a name of its own", () => {
    const source = Object.assign(new Error("gone"), { name: "HttpError", status: 410, headers: { a: ["b"] } });
    const copy = record(source, what);
    expect({ ...copy }).toEqual({ name: "HttpError", status: 410, headers: { a: ["b"] } });
    expect(String(copy)).toBe("HttpError: gone");
  });

  it("keeps the properties constructor and __proto__ as properties", () => {
    const source = Object.defineProperty(Object.assign(new RangeError("odd"), { constructor: "mine" }), "__proto__", {
      value: { a: 1 },
      enumerable: true,
    });
    const copy = record(source, what);
    expect(Object.getPrototypeOf(copy)).toBe(RangeError.prototype);
    expect(Object.getOwnPropertyDescriptor(copy, "constructor")?.value).toBe("mine");
    expect(Object.getOwnPropertyDescriptor(copy, "__proto__")?.value).toEqual({ a: 1 });
  });

  it("keeps the errors of an AggregateError", () => {
    const copy = record(new AggregateError([new TypeError("a"), "b"], "all failed"), what);
    expect(copy).toBeInstanceOf(AggregateError);
    expect(copy.message).toBe("all failed");
    expect(copy.errors[0]).toBeInstanceOf(TypeError);
    expect(copy.errors[1]).toBe("b");
  });

  it("keeps both errors of a SuppressedError", () => {
    const copy = record(new SuppressedError(new TypeError("close"), "first", "both"), what);
    expect(copy).toBeInstanceOf(SuppressedError);
    expect(copy).toMatchObject({ message: "both", error: new TypeError("close"), suppressed: "first" });
  });

  it("may be its own cause", () => {
    const source = new Error("round");
    source.cause = source;
    const copy = record(source, what);
    expect(copy).not.toBe(source);
    expect(copy.cause).toBe(copy);
  });

  it("leaves out hidden properties, functions too", () => {
    const source = Object.defineProperty(new Error("boom"), "toString", { value: () => "mine", enumerable: false });
    expect(Object.hasOwn(record(source, what), "toString")).toBe(false);
  });

  it("is refused for a class of one's own, and for a part that cannot be kept", () => {
    class PaymentError extends Error {}
    const remedy = "Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.";
    expect(() => record({ errors: [new PaymentError("no")] }, what)).toThrow(
      `${what} cannot be recorded: .errors[0] is an instance of PaymentError. ${remedy}`,
    );
    expect(() => record({ e: new Error("no", { cause: () => 1 }) }, what)).toThrow(
      `${what} cannot be recorded: .e.cause is a function. ${remedy}`,
    );
    expect(() => record(Object.assign(new Error("no"), { retry: () => 1 }), what)).toThrow(
      `${what} cannot be recorded: .retry is a function. ${remedy}`,
    );
  });
});
