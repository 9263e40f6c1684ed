import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { differenceOf } from "../../../../test/support/difference.ts";
import { familyErrors } from "../../../../test/support/family-errors.ts";
import { createClassRegistry } from "../state/class-registry.ts";
import { lostLive } from "../state/live.ts";
import { createCodec } from "./codec.ts";
import { fromJson, toJson } from "./encoded-value.ts";

const folder = join(import.meta.dirname, "fixtures");

class Money {
  readonly cents: bigint;
  readonly on: Date;
  constructor(cents: bigint, on: Date) {
    this.cents = cents;
    this.on = on;
  }
}

const classes = createClassRegistry();
classes.registerClass(Money, {
  name: "shop/money",
  encode: ({ cents, on }) => ({ cents, on }),
  decode: ({ cents, on }) => new Money(cents, on),
});
const { encode, decode } = createCodec({ classes });

/** An error that says the same wherever it is made. */
function withStack<Failure extends Error>(error: Failure): Failure {
  error.stack = `${error.name}: ${error.message}\n    at somewhere`;
  return error;
}

function cycles(): unknown {
  const root: Record<string, unknown> = { shared: { a: 1 } };
  const error = withStack(new Error("round"));
  Object.assign(root, { again: root.shared, self: root, map: new Map([[root, root]]), set: new Set([root]), error });
  error.cause = root;
  return root;
}

function bytes(): unknown {
  const { buffer } = Uint8Array.from([0, 1, 127, 128, 255, 6, 7, 8]);
  const growing = new ArrayBuffer(2, { maxByteLength: 16 });
  const views = [
    new Int8Array(buffer),
    new Uint8Array(buffer),
    new Uint8ClampedArray(buffer),
    new Int16Array(buffer),
    new Uint16Array(buffer),
    new Int32Array(buffer),
    new Uint32Array(buffer),
    new Float32Array(buffer),
    new Float64Array(buffer),
    new BigInt64Array(buffer),
    new BigUint64Array(buffer),
    new DataView(buffer),
  ];
  const large = Uint8Array.from({ length: 1500 }, (_, index) => index % 256);
  return { buffer, growing, views, text: Buffer.from("text"), large, none: new ArrayBuffer(0) };
}

/** What every fixture holds. A fixture is never changed: a new form gets a new version of the format and new files. */
const expected: Readonly<Record<string, () => unknown>> = {
  "plain.json": () => ({
    text: 'ü😀"\\\n',
    numbers: [0, -1.5, 1e300],
    yes: true,
    none: null,
    list: [[], {}],
    "a.b": { "": 1 },
  }),
  "dangerous-keys.json": () =>
    JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":{}},"then":1,"toJSON":2,"hasOwnProperty":3}'),
  "scalars.json": () => [undefined, Number.NaN, Infinity, -Infinity, -0, 0n, 12345678901234567890n, -255n, "\ud800"],
  "dates-urls-patterns.json": () => ({
    date: new Date(1_763_640_000_123),
    invalid: new Date(Number.NaN),
    url: new URL("https://user@example.org:8080/a%20b?q=1#there"),
    pattern: Object.assign(/a(b|c)+\/"/gi, { lastIndex: 3 }),
  }),
  "containers.json": () => ({
    map: new Map<unknown, unknown>([["a", 1], [{ key: 1 }, new Set(["x", Number.NaN])], [undefined, -0]]), // biome-ignore format: one line
    bare: Object.assign(Object.create(null), { a: { b: 1 }, constructor: 2 }),
    sparse: Object.assign(new Array(1000), { 1: "b", 999: undefined }),
    holes: Object.assign(new Array(3), { 1: "b" }),
    named: Object.assign([1, 2], { note: new Date(1) }),
    proto: Object.defineProperty({ a: 1n }, "__proto__", { value: [1], enumerable: true, configurable: true }),
  }),
  "errors.json": () => [
    withStack(new Error("boom", { cause: withStack(new TypeError("inner", { cause: { code: 5 } })) })),
    withStack(Object.assign(new RangeError("gone"), { name: "HttpError", status: 410, headers: { a: ["b"] } })),
    withStack(new AggregateError([withStack(new SyntaxError("a")), "b"], "all failed")),
    withStack(new EvalError()),
    withStack(new ReferenceError("r", { cause: undefined })),
    withStack(new URIError("u")),
  ],
  "cycles.json": cycles,
  "bytes.json": bytes,
  "stepspan-errors.json": () => Object.values(familyErrors(withStack(new TypeError("refused")))).map(withStack).filter((error) => delete (error as { run?: unknown }).run), // biome-ignore format: one line
  "dom-exceptions.json": () => [withStack(new DOMException("gone", "AbortError"))],
  "live.json": () => [lostLive("the shop page")],
  "instances.json": () => {
    const money = new Money(500n, new Date(5));
    return { price: money, again: money, on: money.on, prices: new Map([["a", new Money(1n, new Date(6))]]) };
  },
};

describe("values in the files of this version of the format", () => {
  it("have a file each, and each file its value", () => {
    expect(globSync("*.json", { cwd: folder }).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))("are read as they were written: %s", (file, make) => {
    const stored = fromJson(JSON.parse(readFileSync(join(folder, file), "utf8")), file);
    expect(differenceOf(make(), decode(stored, file))).toBe(null);
  });

  it.each(Object.entries(expected))("are still written so: %s", (file, make) => {
    expect(toJson(encode(make(), file))).toEqual(JSON.parse(readFileSync(join(folder, file), "utf8")));
  });
});
