import { describe, expect, it } from "vitest";
import { briefValue } from "./brief-value.ts";

describe("a value in brief", () => {
  it.each([
    [null, "null"],
    [undefined, "undefined"],
    ["text", '"text"'],
    [12n, "12n"],
    [{ a: 1, b: [true, "x"] }, '{"a":1,"b":[true,"x"]}'],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [new Date(Number.NaN), "an invalid date"],
    [new Map([[1, 2]]), "Map(1)"],
    [new Set([1, 2]), "Set(2)"],
    [new Uint8Array(3), "Uint8Array(3 bytes)"],
    [new Error("broken"), "Error: broken"],
    [{ a: { b: { c: { d: 1 } } } }, '{"a":{"b":{"c":{…}}}}'],
    [Array.from({ length: 20 }, () => 1), "[1,1,1,1,1,1,1,1,1,1,1,1,…]"],
    [() => 1, "a function"],
  ])("%o is %s", (value, text) => {
    expect(briefValue(value, 200)).toBe(text);
  });

  it("is as long as it may be at most", () => {
    const long = { texts: Array.from({ length: 50 }, () => "word ".repeat(1000)) };
    expect(briefValue(long, 100).length).toBeLessThanOrEqual(100);
    expect(briefValue("x".repeat(500), 20)).toHaveLength(20);
  });

  it("survives what throws when it is read, and what holds itself", () => {
    const hostile = {
      get secret(): never {
        throw new Error("read");
      },
    };
    expect(briefValue(hostile, 50)).toBe("a value that cannot be shown");
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    expect(briefValue(cyclic, 100)).toBe('{"self":{"self":{"self":{…}}}}');
  });

  it("looks at no more of a value than it shows", () => {
    let reads = 0;
    const watched = new Proxy(
      Array.from({ length: 100_000 }, () => 1),
      {
        get: (target, key) => {
          reads++;
          return Reflect.get(target, key);
        },
      },
    );
    briefValue(watched, 100);
    expect(reads).toBeLessThan(100);
  });
});
