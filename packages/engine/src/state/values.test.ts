import { describe, expect, it } from "vitest";
import { createClassRegistry } from "./class-registry.ts";
import { createValues } from "./values.ts";

class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
}

const classes = createClassRegistry();
classes.registerClass(Money, { encode: ({ cents }) => cents, decode: (cents) => new Money(cents) });

describe("the values of an engine with classes", () => {
  const { record, share, recordOrLabel, isKeepable } = createValues(classes);
  const price = new Money(5);

  it("hold instances of them, a copy for each reader", () => {
    const recorded = record({ price }, "A value");
    expect(recorded.price).toEqual(price);
    expect(recorded.price).not.toBe(price);
    expect(share(recorded).price).toEqual(price);
    expect(share(recorded).price).not.toBe(recorded.price);
  });

  it("show constants that hold them as they are, and look at them once", () => {
    const constant = { price };
    expect(recordOrLabel(constant)).toEqual({ price });
    expect(recordOrLabel(constant)).toBe(recordOrLabel(constant));
    expect(isKeepable(constant)).toBe(true);
    expect(isKeepable(() => 1)).toBe(false);
  });
});

describe("the values of an engine without classes", () => {
  const { record, recordOrLabel, isKeepable } = createValues(null);

  it("refuse instances, and show them as a label", () => {
    expect(() => record(new Money(5), "A value")).toThrow("A value cannot be recorded: it is an instance of Money.");
    expect(recordOrLabel(new Money(5))).toBe("[Money]");
    expect(isKeepable(new Money(5))).toBe(false);
  });

  it("cost nothing to make", () => {
    expect(createValues(null)).toBe(createValues(null));
  });
});
