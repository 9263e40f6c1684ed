import { DefinitionError, StateError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { captureByMapping } from "./capture-by-mapping.ts";
import { readMapping } from "./read-mapping.ts";
import { requireOutputPaths, writeBackByMapping } from "./write-back-by-mapping.ts";

const place = 'Step "bill" of workflow "order"';

function mappingOf(value: object) {
  return readMapping({ place, name: "capture.state", value });
}

function capture(mapping: object, values: Readonly<Record<string, unknown>>) {
  return captureByMapping(mappingOf(mapping), place, "state")(values);
}

function writeBack(mapping: object, draft: Record<string, unknown>, output: unknown) {
  writeBackByMapping(mappingOf(mapping), place, "state", "billing")(draft, { output });
  return draft;
}

describe("paths", () => {
  it.each([
    [{ a: "" }, 'has "" as a path in capture.state. Give names with dots between them, such as "cart.items".'],
    [
      { "a..b": "a" },
      'has "a..b" as a path in capture.state. Give names with dots between them, such as "cart.items".',
    ],
    [{ a: 5 }, 'has 5 as a path in capture.state. Give names with dots between them, such as "cart.items".'],
    [
      { "a.__proto__.b": "a" },
      'has the path "a.__proto__.b" in capture.state, but __proto__ is no value. Use another name.',
    ],
    [
      { a: "constructor" },
      'has the path "constructor" in capture.state, but constructor is no value. Use another name.',
    ],
    [{ a: "b.prototype" }, 'has the path "b.prototype" in capture.state, but prototype is no value. Use another name.'],
    [
      { a: "x", "a.b": "y" },
      'writes to "a" and to "a.b" in capture.state, but one lies within the other. Write to one of the two.',
    ],
    [
      { "a.b.c.d": "x", "a.b": "y", ab: "z" },
      'writes to "a.b" and to "a.b.c.d" in capture.state, but one lies within the other. Write to one of the two.',
    ],
  ])("refuse %o", (mapping, message) => {
    expect(() => mappingOf(mapping)).toThrow(new DefinitionError(`${place} ${message}`));
  });

  it("may lie side by side", () => {
    expect(mappingOf({ "a.b": "x", "a.c": "x.y", ab: "x" })).toHaveLength(3);
  });
});

describe("a capture by paths", () => {
  it("takes what is at the sources", () => {
    const values = { cart: { items: [{ price: 5 }, { price: 7 }], note: undefined }, user: null };
    expect(capture({ "bill.items": "cart.items", "bill.first": "cart.items.0.price", who: "user" }, values)).toEqual({
      bill: { items: values.cart.items, first: 5 },
      who: null,
    });
    expect(capture({ note: "cart.note" }, values)).toEqual({ note: undefined });
  });

  it.each([
    ["cart.items", "cart"],
    ["list.5.price", "list.5"],
    ["text.length", "text.length"],
    ["list.length.size", "list.length.size"],
    ["toString", "toString"],
  ])("has no %s without a value there", (source, missing) => {
    expect(() => capture({ a: source }, { list: [1], text: "abc" })).toThrow(
      new StateError(
        `${place} captures "${source}" of the state, but there is nothing at "${missing}". Set it before the step begins, or capture with a function that says what else to take.`,
      ),
    );
  });
});

describe("a write-back by paths", () => {
  it("puts parts of the output where they belong", () => {
    const draft = { totals: { tax: 1 }, list: [1, 2] };
    expect(
      writeBack({ "totals.net": "output.net", "list.1": "output.net", "new.deep": "output" }, draft, { net: 5 }),
    ).toEqual({
      totals: { tax: 1, net: 5 },
      list: [1, 5],
      new: { deep: { net: 5 } },
    });
  });

  it("has nothing to write without a value", () => {
    expect(() => writeBack({ total: "output.total" }, {}, null)).toThrow(
      new StateError(
        `${place} writes "output.total" to "total" of the state, but there is nothing at "output.total". Return it from workflow "billing", or write back with a function.`,
      ),
    );
  });

  it("does not write below what is no object", () => {
    expect(() => writeBack({ "totals.net": "output" }, { totals: 5 }, 1)).toThrow(
      new StateError(
        `${place} writes "output" to "totals.net" of the state, but what is at "totals" there is no object. Write it to another path, or write back with a function.`,
      ),
    );
  });

  it("takes from the output only", () => {
    const option = { place, name: "writeBack.state", value: {} };
    expect(() => requireOutputPaths(mappingOf({ total: "state.total" }), option, "billing")).toThrow(
      new DefinitionError(
        `${place} has the source "state.total" in writeBack.state. Begin it with "output", which is what workflow "billing" returns.`,
      ),
    );
  });
});
