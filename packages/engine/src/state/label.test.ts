import { describe, expect, it } from "vitest";
import { isKeepable, recordOrLabel } from "./label.ts";
import { record } from "./record.ts";

function named() {}
class Client {}

describe("a constant of a definition", () => {
  it.each([undefined, null, 5, "text", 1n, Number.NaN])("is recorded as it is: %s", (value) => {
    expect(recordOrLabel(value)).toBe(value);
    expect(isKeepable(value)).toBe(true);
  });

  it("is recorded as a frozen copy", () => {
    const constant = { limit: 5 };
    expect(recordOrLabel(constant)).toEqual({ limit: 5 });
    expect(recordOrLabel(constant)).not.toBe(constant);
    expect(Object.isFrozen(recordOrLabel(constant))).toBe(true);
    expect(isKeepable(constant)).toBe(true);
  });

  it("is looked at once, however many runs pass it", () => {
    let reads = 0;
    const constant = { get limit() { return ++reads; } }; // biome-ignore format: one line
    expect([recordOrLabel(constant), recordOrLabel(constant), isKeepable(constant)]).toEqual([
      { limit: 1 },
      { limit: 1 },
      true,
    ]);
    expect(reads).toBe(1);
  });

  it.each([
    [named, "[function named]"],
    [() => 1, "[function anonymous]"],
    [Object.defineProperty(() => 1, "name", { value: 5 }), "[function anonymous]"],
    [Symbol("key"), "[Symbol(key)]"],
    [new Client(), "[Client]"],
    [Promise.resolve(1), "[Promise]"],
    [new WeakMap(), "[WeakMap]"],
    [{ format: named }, "[Object]"],
    [[named], "[Array]"],
    [Object.assign(Object.create(null), { named }), "[Object]"],
    [Object.assign(new Client(), { constructor: undefined }), "[Object]"],
  ])("is recorded as a label if it cannot be kept: %s", (constant, label) => {
    expect(recordOrLabel(constant)).toBe(label);
    expect(isKeepable(constant)).toBe(false);
  });

  it("is recorded as a label even if it cannot be looked at", () => {
    const throwing = { get broken() { throw new Error("no"); } }; // biome-ignore format: one line
    const hostile = Object.defineProperty(() => 1, "name", { get() { throw new Error("no"); } }); // biome-ignore format: one line
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect([throwing, hostile, proxy].map(recordOrLabel)).toEqual(["[Object]", "[function]", "[Object]"]);
  });

  it("is passed on without cost if it was recorded before", () => {
    const recorded = record({ a: 1 }, "A value");
    expect(recordOrLabel(recorded)).toBe(recorded);
  });
});
