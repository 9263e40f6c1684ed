import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { hostileThrown } from "../../../../test/misbehaviour/hostile-values.ts";
import { differenceOf } from "../../../../test/support/difference.ts";
import { familyErrors } from "../../../../test/support/family-errors.ts";
import { StepError } from "../errors/step-errors.ts";
import { createClassRegistry } from "../state/class-registry.ts";
import { createCodec } from "./codec.ts";

const what = "The error of event 5";
const codec = createCodec();

function back(thrown: unknown, { encodeThrown, decode } = codec): unknown {
  return decode(encodeThrown(thrown, what), what);
}

class PaymentError extends Error {
  override readonly name = "PaymentError";
  readonly #secret = "kept by nobody";
  readonly status = 402;
  readonly request = { id: 5, send: () => this.#secret };
}

describe("what was thrown", () => {
  it.each(hostileThrown())("is written and read back, whatever it is: %s", (_name, thrown) => {
    expect(() => back(thrown)).not.toThrow();
    const error = back(new StepError({ step: "a", attempt: 1, cause: thrown, input: thrown })) as StepError;
    expect(error).toBeInstanceOf(StepError);
    expect(() => back({ thrown: [thrown] })).not.toThrow();
  });

  it.each([
    ["null", null],
    ["a string", "out of paper"],
    ["a number", -0],
    ["a bigint", 7n],
    ["undefined", undefined],
    ["a plain object", { code: 5, at: new Date(5) }],
    ["an error of the language", new RangeError("far", { cause: { code: 5 } })],
    ["an AggregateError", new AggregateError([new TypeError("one"), null], "several")],
    ["a DOMException", new DOMException("gone", "AbortError")],
    ["the reason of an aborted signal", AbortSignal.abort().reason],
  ])("is what it was, if all of it can be kept: %s", (_name, thrown) => {
    expect(differenceOf(thrown, back(thrown))).toBe(null);
  });

  it("is an Error with its name, message, stack, cause and properties, if nobody knows its class", () => {
    const source = new PaymentError("no money", { cause: new PaymentError("no bank") });
    const read = back(source) as PaymentError;
    expect(Object.getPrototypeOf(read)).toBe(Error.prototype);
    expect([read.name, read.message, read.stack]).toEqual(["PaymentError", "no money", source.stack]);
    expect({ ...read }).toEqual({ name: "PaymentError", status: 402, request: { id: 5, send: "[function send]" } });
    expect(String(read.cause)).toBe("PaymentError: no bank");
  });

  it("keeps a name and a message that its class has in its prototype", () => {
    class Gone extends TypeError {
      override get name() {
        return "Gone";
      }
    }
    Object.defineProperty(Gone.prototype, "message", { value: "went away" });
    const read = back(new Gone()) as Error;
    expect(Object.getPrototypeOf(read)).toBe(TypeError.prototype);
    expect([read.name, read.message]).toEqual(["Gone", "went away"]);
    expect(Object.keys(read)).toEqual([]);
  });

  it("keeps the errors of a class made from AggregateError", () => {
    class AllFailed extends AggregateError {}
    const read = back(new AllFailed([new PaymentError("a"), 5], "all")) as AggregateError;
    expect(read).toBeInstanceOf(AggregateError);
    expect(read.errors.map(String)).toEqual(["PaymentError: a", "5"]);
  });

  it("is an error too if it comes from another realm", () => {
    const foreign = runInNewContext('Object.assign(new RangeError("far"), { code: 5 })');
    const read = back(foreign) as Error & { code: number };
    expect(read).toBeInstanceOf(Error);
    expect([read.name, read.message, read.code]).toEqual(["RangeError", "far", 5]);
  });

  it("is an instance of its class if that is registered, and a label in its place if that cannot be written", () => {
    const classes = createClassRegistry();
    const form = { encode: ({ message }: Error) => message, decode: (message: string) => new PaymentError(message) };
    classes.registerClass(PaymentError, form);
    const [read] = (back({ list: [new PaymentError("no")] }, createCodec({ classes })) as { list: unknown[] }).list;
    expect(read).toBeInstanceOf(PaymentError);
    const broken = createClassRegistry();
    broken.registerClass(PaymentError, { ...form, encode: () => { throw new Error("no"); } }); // biome-ignore format: one line
    expect(back({ list: [new PaymentError("no")] }, createCodec({ classes: broken }))).toEqual({
      list: ["[PaymentError]"],
    });
  });

  it("ends somewhere, however much it makes up when it is read", () => {
    const endless = (): object => new Proxy({}, { ownKeys: () => ["a", "b"], get: endless, getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }) }); // biome-ignore format: one line
    const small = createCodec({ limits: { maximumObjects: 2000 } });
    expect(back({ error: endless() }, small)).toMatchObject({ error: { a: { b: "[Object]" } } });
  });
});

describe("what was thrown and is too large", () => {
  const small = createCodec({ limits: { maximumSize: 100_000, maximumObjects: 10_000 } });
  const long = "x".repeat(200_000);
  const many = Array.from({ length: 20_000 }, (_, id) => ({ id }));

  it.each([
    ["a text", long],
    ["a list", many],
    ["an error with a long message", new Error(long)],
    [
      "an error with a large property",
      Object.assign(new TypeError("no"), { response: many, bytes: new Uint8Array(200_000), a: long }),
    ],
    [
      "an error with many properties",
      Object.assign(new Error("no"), Object.fromEntries(many.map(({ id }) => [`key${id}`, {}]))),
    ],
    ["a DOMException", new DOMException(long, "DataError")],
    [
      "many errors",
      new AggregateError(
        many.map(({ id }) => new Error(`${id}`)),
        "all",
      ),
    ],
  ])("is shortened: %s", (_kind, thrown) => {
    const read = back(thrown, small);
    expect(read instanceof Error).toBe(thrown instanceof Error);
    const cause = back(new StepError({ step: "pay", attempt: 3, cause: thrown, input: { many, id: 5 } }), small);
    expect(cause).toBeInstanceOf(StepError);
    expect(cause).toMatchObject({ step: "pay", attempt: 3, contextSnapshot: expect.any(Object) });
    if (thrown instanceof Error) expect((cause as StepError).cause).toBeInstanceOf(thrown.constructor);
  });

  it("keeps its beginning, and what is small", () => {
    const read = back(
      Object.assign(new TypeError(long), { status: 410, headers: { a: "b" }, body: many, type: "x" }),
      small,
    );
    expect(read).toMatchObject({ status: 410, headers: { a: "b" }, body: [], type: "x" });
    expect((read as Error).message).toMatch(/^x{300,400}…$/);
  });

  it("stays an error of its class where what its class promises is a long list", () => {
    const { RunError } = familyErrors(many);
    const read = back(RunError, small) as { errors: unknown; cause: StepError };
    expect(read).toBeInstanceOf(RunError?.constructor);
    expect(read.cause).toBeInstanceOf(StepError);
    expect(read.cause.cause).toEqual([]);
  });

  it("keeps a few of a long line of causes", () => {
    let cause: unknown = new Error("first");
    for (let level = 0; level < 100; level++) cause = new Error(`${level} ${"y".repeat(3000)}`, { cause });
    let read = back(cause, small);
    const messages: string[] = [];
    for (; read instanceof Error; read = read.cause) messages.push(read.message.slice(0, 2));
    expect(messages).toEqual(["99", "98", "97", "96"]);
    expect(read).toBe("[Error]");
  });
});
