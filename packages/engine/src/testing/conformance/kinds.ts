import { record } from "../../state/record.ts";
import { Amount, classesOfCases } from "./amount.ts";

const megabyte = 2 ** 20;

/** A value of each kind that can be recorded, as the engine records it, by the name of the kind. */
export function valuesOfAllKinds(): Readonly<Record<string, unknown>> {
  const values = { ...scalars(), ...objects(), ...bytes(), ...shapes() };
  return record(values, "The values of the cases", classesOfCases());
}

function scalars(): Record<string, unknown> {
  return {
    undefined: undefined,
    null: null,
    "true and false": [true, false],
    "odd texts": ["", "a\u0000b", "\ud83d", "\u2028", "日本 🙂", "__proto__"],
    numbers: [0, -0, 1.5, -1e308, 5e-324, Infinity, -Infinity, Number.NaN, 2 ** 53],
    bigints: [0n, -1n, 2n ** 100n],
  };
}

function objects(): Record<string, unknown> {
  const error = Object.assign(new RangeError("too far", { cause: new TypeError("deeper") }), { limit: 5 });
  return {
    dates: [new Date(0), new Date(-1), new Date(Number.NaN)],
    "a regular expression": /a+[/]b/giu,
    "a URL": new URL("https://example.com/a?b=c#d"),
    maps: new Map<unknown, unknown>([["a", 1], [{ key: true }, new Map([[1, 2]])], [Number.NaN, -0]]), // biome-ignore format: one line
    sets: new Set<unknown>([1, "1", new Set(["a"]), { b: 2 }]),
    "an error with a cause and properties": error,
    "an error of many": new AggregateError([new Error("one"), "two"], "both"),
    "an instance of a registered class": [new Amount(1250, "EUR"), { nested: new Amount(-0, "") }],
  };
}

function bytes(): Record<string, unknown> {
  return {
    "an ArrayBuffer": new Uint8Array([1, 2, 255]).buffer,
    "bytes, also none": [new Uint8Array(), new Uint8Array([0, 128, 255])],
    "other typed arrays": [new Int16Array([-1, 2]), new Float64Array([-0, Number.NaN]), new BigInt64Array([-5n])],
    "a DataView": new DataView(new Uint8Array([1, 2, 3]).buffer),
    "a megabyte of bytes, twice": [new Uint8Array(megabyte).fill(7), { deeper: new Uint8Array(megabyte).fill(8) }],
    "a megabyte of text": "é".repeat(megabyte / 2),
  };
}

function shapes(): Record<string, unknown> {
  const cycle: { self?: unknown; list: unknown[] } = { list: [] };
  cycle.self = cycle;
  cycle.list.push(cycle);
  const sparse: unknown[] = ["first"];
  sparse[5] = "last";
  let deep: unknown = "bottom";
  for (let level = 0; level < 400; level++) deep = level % 2 === 0 ? [deep] : { deep };
  return {
    "an array with holes": sparse,
    "an object without a prototype": Object.assign(Object.create(null), { a: 1 }),
    "dangerous keys": JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"then":2,"":3,"a.b":4}'),
    "a cycle": cycle,
    "400 levels": deep,
  };
}
