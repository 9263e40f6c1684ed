import { describe, expect, it } from "vitest";
import { DefinitionError } from "../errors/definition-errors.ts";
import { createClassRegistry } from "./class-registry.ts";

class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
}

const form = { encode: (money: Money) => money.cents, decode: (cents: number) => new Money(cents) };
const inPlainJavaScript = createClassRegistry().registerClass as (...given: unknown[]) => void;

describe("a registry of classes", () => {
  it("finds a class by its direct instances and by its name", () => {
    const classes = createClassRegistry();
    classes.registerClass(Money, form);
    const found = classes.classOf(new Money(1));
    expect(found?.name).toBe("Money");
    expect(classes.classNamed("Money")).toBe(found);
    expect(classes.classOf(new (class Euro extends Money {})(1))).toBe(null);
    expect(classes.classOf({})).toBe(null);
    expect(classes.classNamed("toString")).toBe(null);
  });

  it("takes a name that differs from that of the class", () => {
    const classes = createClassRegistry();
    classes.registerClass(Money, { name: "shop/money", ...form });
    expect(classes.classOf(new Money(1))?.name).toBe("shop/money");
    expect(classes.classNamed("Money")).toBe(null);
  });

  it("knows nothing of other registries", () => {
    createClassRegistry().registerClass(Money, form);
    expect(createClassRegistry().classOf(new Money(1))).toBe(null);
  });

  it("refuses a class or a name that is taken", () => {
    const classes = createClassRegistry();
    classes.registerClass(Money, form);
    expect(() => classes.registerClass(Money, { name: "other", ...form })).toThrow(
      new DefinitionError("The class Money is registered twice."),
    );
    expect(() => classes.registerClass(class Money {}, { encode: () => 1, decode: () => new Money(1) })).toThrow(
      new DefinitionError(
        'Two classes are registered under the name "Money". Give each a name of its own: { name, encode, decode }.',
      ),
    );
  });

  it.each([Object, Array, Date, Map, RangeError, AggregateError, Uint8Array, Float64Array, DataView, Buffer, URL])(
    "refuses a class of the language: %p",
    (type) => {
      expect(() => inPlainJavaScript(type, form)).toThrow(
        new DefinitionError(
          `The class ${type.name} is one of the language's own, which need no registering. Remove it.`,
        ),
      );
    },
  );

  it.each([undefined, null, "Money", {}, () => new Money(1), Object.assign(() => 1, { prototype: null })])(
    "refuses what is no class: %p",
    (type) => {
      expect(() => inPlainJavaScript(type, form)).toThrow(
        new DefinitionError("registerClass was not given a class. Give the class whose instances are to be kept."),
      );
    },
  );

  it("refuses a class that cannot be written down or made again", () => {
    for (const [given, missing] of [
      [undefined, "encode"],
      [{ decode: form.decode }, "encode"],
      [{ encode: form.encode, decode: "x" }, "decode"],
    ] as const) {
      expect(() => inPlainJavaScript(Money, given)).toThrow(
        new DefinitionError(`The class Money is registered without a function ${missing}. Give { encode, decode }.`),
      );
    }
  });

  it("refuses a class without a name", () => {
    const message = "A class is registered without a name. Give it one: { name, encode, decode }.";
    expect(() => inPlainJavaScript(class {}, form)).toThrow(new DefinitionError(message));
    expect(() => inPlainJavaScript(Money, { ...form, name: "" })).toThrow(new DefinitionError(message));
    expect(() => inPlainJavaScript(Money, { ...form, name: 5 })).toThrow(new DefinitionError(message));
  });
});
