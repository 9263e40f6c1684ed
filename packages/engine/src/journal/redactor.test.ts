import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { differenceOf } from "../../../../test/support/difference.ts";
import { familyErrors } from "../../../../test/support/family-errors.ts";
import { trials } from "../../../../test/support/random-trials.ts";
import { Box, classes, recordable } from "../../../../test/support/recordable.ts";
import { live } from "../state/live.ts";
import { record } from "../state/record.ts";
import type { RedactOptions } from "./redact-options.ts";
import { createRedactor } from "./redactor.ts";

const place = { event: "step-succeeded", path: ".output" };
const card = /\b\d{4} \d{4}\b/g;
const texts = (text: string) => text.replace(card, "[card]");

function shown(value: unknown, options: RedactOptions): unknown {
  return createRedactor(options, classes).value(record(value, "A value", classes), place);
}

afterEach(() => vi.restoreAllMocks());

describe("a redactor, of names of secrets,", () => {
  const keys = ["password", /token$/i];

  it("replaces what lies under them, at any depth, whatever it is", () => {
    const value = { user: "Ann", password: "p", list: [{ accessToken: { a: 1 } }], token: 5, tokens: 7 };
    expect(shown(value, { keys })).toEqual({
      ...{ user: "Ann", password: "[redacted]", list: [{ accessToken: "[redacted]" }], token: "[redacted]", tokens: 7 },
    });
  });

  it("takes a text as a whole name in any case, and a regular expression as it is", () => {
    const value = { PassWord: 1, passwords: 2, TOKEN: 3, Token2: 4 };
    expect(shown(value, { keys })).toEqual({ PassWord: "[redacted]", passwords: 2, TOKEN: "[redacted]", Token2: 4 });
  });

  it("is not confused by an expression that remembers where it was", () => {
    const value = [{ token: 1 }, { token: 2 }, { token: 3 }];
    const hidden = { token: "[redacted]" };
    expect(shown(value, { keys: [/token/g] })).toEqual([hidden, hidden, hidden]);
    expect(shown(value, { keys: [/token/y] })).toEqual([hidden, hidden, hidden]);
  });

  it("leaves null and undefined, which tell nothing", () => {
    const value = { password: null, token: undefined };
    expect(shown(value, { keys })).toEqual(value);
  });

  it("finds them in Maps, Sets, errors and instances of registered classes", () => {
    const error = Object.assign(new RangeError("no", { cause: { password: "p" } }), { token: "t", status: 5 });
    const value = {
      map: new Map<unknown, unknown>([
        ["password", "p"],
        [{ password: "p" }, 1],
        ["user", "Ann"],
      ]),
      set: new Set([{ token: "t" }]),
      error,
      box: new Box({ password: "p" }),
    };
    const copy = shown(value, { keys }) as typeof value;
    expect([...copy.map]).toEqual([
      ["password", "[redacted]"],
      [{ password: "[redacted]" }, 1],
      ["user", "Ann"],
    ]);
    expect([...copy.set]).toEqual([{ token: "[redacted]" }]);
    expect(copy.error).toBeInstanceOf(RangeError);
    expect(copy.error).toMatchObject({
      message: "no",
      status: 5,
      token: "[redacted]",
      cause: { password: "[redacted]" },
    });
    expect(copy.box).toBeInstanceOf(Box);
    expect(copy.box.content).toEqual({ password: "[redacted]" });
  });

  it("keeps cycles, and what is the same object in two places", () => {
    const shared = { password: "p" };
    const value: Record<string, unknown> = { one: shared, two: shared, map: new Map() };
    value.self = value;
    const copy = shown(value, { keys }) as typeof value;
    expect(copy.self).toBe(copy);
    expect(copy.one).toBe(copy.two);
    expect(copy.one).toEqual({ password: "[redacted]" });
  });

  it("takes what a class gives to be encoded for no name", () => {
    const copy = shown({ box: new Box(5), password: "p" }, { keys: [/encode/, "password"] });
    expect(copy).toEqual({ box: new Box(5), password: "[redacted]" });
  });

  it("never shows the run of a RunError, which has all the true values", () => {
    const { RunError: error } = familyErrors();
    const redactor = createRedactor({ keys }, null);
    expect(error).toHaveProperty("run");
    expect(redactor.value(error, place)).not.toHaveProperty("run");
    expect(redactor.value(new Error("below", { cause: error }), place)).not.toHaveProperty("cause.run");
  });

  it("leaves live values as they are", () => {
    const page = live({}, "a page");
    expect((shown({ page, password: "p" }, { keys }) as { page: unknown }).page).toBe(page);
  });

  it.each(Object.entries(familyErrors({ password: "p" })))("leaves a %s what its class promises", (_, error) => {
    const copy = createRedactor({ keys: [/./] }, null).value(error, place) as Error;
    expect(copy).toBeInstanceOf(error.constructor);
    expect(copy).toMatchObject({ code: error.code, message: "[redacted]" });
    expect(JSON.stringify({ ...copy, cause: copy.cause })).not.toContain('"p"');
  });

  it("shows a label for an instance that cannot be made of what is left of it", () => {
    class Login {
      readonly #password: string;
      constructor(password: string) {
        if (password.startsWith("[")) throw new Error("no password");
        this.#password = password;
      }
      get form() {
        return { password: this.#password };
      }
    }
    classes.registerClass(Login, { encode: ({ form }) => form, decode: ({ password }) => new Login(password) });
    expect(shown({ login: new Login("p") }, { keys })).toEqual({ login: "[Login]" });
  });

  it("gives the same object if there is nothing to redact, and parts that are shared as they are", () => {
    const clean = { rows: [{ id: 1 }] };
    const value = record({ clean, map: new Map([["a", 1]]) }, "A value");
    const redactor = createRedactor({ keys }, null);
    expect(redactor.value(value, place)).toBe(value);
    const mixed = record({ clean: value.clean, password: "p" }, "A value");
    const copy = redactor.value(mixed, place) as typeof mixed;
    expect(copy.clean).toBe(mixed.clean);
    expect(copy).toEqual({ clean, password: "[redacted]" });
    expect(mixed.password).toBe("p");
  });

  it("freezes copies as records are frozen: what was redacted once is not copied again", () => {
    const redactor = createRedactor({ keys }, null);
    const copy = redactor.value(record({ password: { a: 1 }, list: [1] }, "A value"), place);
    expect(Object.isFrozen(copy)).toBe(true);
    expect(redactor.value(copy, place)).toBe(copy);
    expect(record(copy, "A value")).toBe(copy);
  });

  it("leaves every other part of any value as it was", () => {
    const options: RedactOptions[] = [{ keys: ["the password"] }, { keys: ["the password"], texts: (text) => text }];
    fc.assert(
      fc.property(recordable, fc.constantFrom(...options), (rest, option) => {
        const copy = shown({ "the password": "p", rest }, option);
        const expected = record({ "the password": "[redacted]", rest }, "A value", classes);
        expect(differenceOf(expected, copy, { frozen: true })).toBe(null);
        const value = record({ rest }, "A value", classes);
        expect(createRedactor(option, classes).value(value, place)).toBe(value);
      }),
      trials("values redacted beside a secret", 500),
    );
  });
});

describe("a redactor, of texts,", () => {
  it("asks the function for each of them, with its place", () => {
    const asked: [string, object][] = [];
    const value = { a: "one", list: ["two", 3], map: new Map([["four", "five"]]), 'x"': "six" };
    const copy = shown(value, { texts: (text, at) => [text.toUpperCase(), asked.push([text, at])][0] as string }); // the first is a text
    expect(copy).toEqual({ a: "ONE", list: ["TWO", 3], map: new Map([["FOUR", "FIVE"]]), 'x"': "SIX" });
    expect(asked.map(([text, at]) => [text, (at as typeof place).path])).toEqual([
      ["one", ".output.a"],
      ["two", ".output.list[0]"],
      ["four", ".output.map[0]"],
      ["five", ".output.map.four"],
      ["six", '.output["x\\""]'],
    ]);
    expect(asked[0]?.[1]).toMatchObject({ event: "step-succeeded" });
  });

  it("changes them in free text, in errors and their stacks, and in URLs", () => {
    const error = new TypeError("card 1111 2222", { cause: new DOMException("card 3333 4444", "AbortError") });
    const value = { note: "my 1111 2222", error, url: new URL("https://a.b/?card=5555%206666&x=1111+2222") };
    const options: RedactOptions = { texts: (text) => texts(text).replace(/1111\+2222/, "card") };
    const copy = shown(value, options) as typeof value;
    expect(copy.note).toBe("my [card]");
    expect(copy.error.message).toBe("card [card]");
    expect(copy.error.stack).not.toMatch(card);
    expect(copy.error.stack).toContain("TypeError: card [card]");
    expect(copy.error.cause).toBeInstanceOf(DOMException);
    expect(copy.error.cause).toMatchObject({ name: "AbortError", message: "card [card]" });
    expect(copy.url).toEqual(new URL("https://a.b/?card=5555%206666&x=card"));
  });

  it("shows a label for a URL that is none any more", () => {
    const options: RedactOptions = { texts: (text) => text.replace(/^https.*/, "gone") };
    expect(shown([new URL("https://a.b")], options)).toEqual(["[URL]"]);
  });

  it("shows what a thrown object of an unknown class is made of, not the object", () => {
    class Refused extends Error {
      override readonly name = "Refused";
      get hidden() {
        return "1111 2222";
      }
    }
    const error = new Refused("no");
    const copy = createRedactor({ texts }, null).value(error, place) as Refused;
    expect(copy).not.toBe(error);
    expect(copy).toMatchObject({ name: "Refused", message: "no" });
    expect(copy.hidden).toBeUndefined();
  });

  it("lets nothing pass if the function throws, and says so once, without what it threw", () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const failing = (text: string): string => {
      throw new RangeError(`cannot read ${text}`);
    };
    expect(shown({ a: "secret", b: ["secret"] }, { texts: failing })).toEqual({ a: "[redacted]", b: ["[redacted]"] });
    expect(told.mock.calls).toEqual([
      [
        'The function redact.texts of createEngine threw an instance of RangeError for the text .output.a of step-succeeded: "[redacted]" stands in its place, and wherever else it fails. Mend it.',
      ],
    ]);
  });

  it.each<[string, () => unknown]>([
    ["undefined", () => undefined],
    ["a number", () => 5],
    ["a promise", () => Promise.reject(new Error("late"))],
  ])("lets nothing pass if it gives %s", (_, gives) => {
    const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(shown(["secret", "too"], { texts: () => gives() as string })).toEqual(["[redacted]", "[redacted]"]);
    expect(told.mock.calls).toEqual([
      [
        'The function redact.texts of createEngine gave no text for the text .output[0] of step-succeeded: "[redacted]" stands in its place, and wherever else it fails. Mend it.',
      ],
    ]);
  });

  it("names what was thrown that is no object by its type", () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const throwing = () => {
      throw "secret";
    };
    expect(shown("secret", { texts: throwing })).toBe("[redacted]");
    expect(told.mock.calls[0]?.[0]).toContain("threw a string for the text .output of step-succeeded");
  });
});
