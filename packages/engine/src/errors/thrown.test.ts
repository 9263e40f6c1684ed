import { describe, expect, it } from "vitest";
import { asSentence, describeThrown } from "./thrown.ts";

function withGetter(key: string): Error {
  return Object.defineProperty(new Error("boom"), key, {
    get() {
      throw new Error("no");
    },
  });
}

const cyclic = new Error("round");
cyclic.cause = cyclic;

describe("describeThrown", () => {
  it.each([
    [new TypeError("boom"), "TypeError: boom"],
    [new Error(""), "Error"],
    [Object.assign(new Error("boom"), { name: "HttpError" }), "HttpError: boom"],
    [Object.assign(new Error("boom"), { name: "" }), "boom"],
    [Object.freeze(new RangeError("cold")), "RangeError: cold"],
    [cyclic, "Error: round"],
    [new AggregateError([new Error("a")], "all failed"), "AggregateError: all failed"],
    [new DOMException("The user left", "AbortError"), "AbortError: The user left"],
    ["text", '"text"'],
    ["", '""'],
    ["two\nlines", '"two\\nlines"'],
    [null, "null"],
    [undefined, "undefined"],
    [false, "false"],
    [-0, "0"],
    [Number.NaN, "NaN"],
    [12n, "12"],
    [Symbol("why"), "Symbol(why)"],
    [() => "a very long source", "a function"],
    [{ code: 5 }, "an object ([object Object])"],
    [Object.create(null), "an object ([object Object])"],
    [[1], "an object ([object Array])"],
    [new Map(), "an object ([object Map])"],
    [Promise.resolve(1), "an object ([object Promise])"],
  ])("says what was thrown: %#", (thrown, text) => {
    expect(describeThrown(thrown)).toBe(text);
  });

  it.each([
    ["an error whose message throws", withGetter("message")],
    ["an error whose name throws", withGetter("name")],
    ["an error whose message is no text", Object.defineProperty(new Error("x"), "message", { value: Symbol("s") })],
    [
      "an object whose tag throws",
      Object.defineProperty({}, Symbol.toStringTag, {
        get() {
          throw 1;
        },
      }),
    ],
    [
      "a proxy that throws",
      new Proxy(
        {},
        {
          getPrototypeOf() {
            throw 1;
          },
        },
      ),
    ],
    ["a revoked proxy", revokedProxy()],
  ])("never throws: %s", (_name, thrown) => {
    expect(describeThrown(thrown)).toBe("a value that cannot be shown");
  });
});

describe("asSentence", () => {
  it("ends a text with one full stop", () => {
    expect(asSentence("It failed")).toBe("It failed.");
    expect(asSentence("It failed.")).toBe("It failed.");
    expect(["Why?", "No!", "Well…"].map(asSentence)).toEqual(["Why?", "No!", "Well…"]);
  });
});

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
