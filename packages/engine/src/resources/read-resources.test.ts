import { describe, expect, it } from "vitest";
import { DefinitionError } from "../errors/definition-errors.ts";
import { readResources } from "./read-resources.ts";

describe("readResources", () => {
  it("takes own enumerable properties only, by identity", () => {
    const db = { query: () => 1 };
    const given = Object.create({ inherited: 1 }, { hidden: { value: 2 }, db: { value: db, enumerable: true } });
    const resources = readResources(given, "createEngine");
    expect(Object.keys(resources)).toEqual(["db"]);
    expect(resources.db).toBe(db);
    expect(resources.toString).toBeUndefined();
    expect(Object.isFrozen(db)).toBe(false);
  });

  it("reads each getter once, and not again when the resource is used", () => {
    let reads = 0;
    const resources = readResources(
      {
        get count() {
          return ++reads;
        },
      },
      "createEngine",
    );
    expect([resources.count, resources.count, reads]).toEqual([1, 1, 1]);
  });

  it("does not see what is added later", () => {
    const given: Record<string, unknown> = { db: 1 };
    const resources = readResources(given, "createEngine");
    given.log = 2;
    expect(Object.keys(resources)).toEqual(["db"]);
    expect(Object.isFrozen(resources)).toBe(true);
  });

  it.each([
    [null, "null"],
    ["db", '"db"'],
    [[1], "an object ([object Array])"],
    [() => ({}), "a function"],
  ])("refuses %o, which is no object of resources", (given, shown) => {
    expect(() => readResources(given, "createEngine")).toThrow(
      new DefinitionError(
        `createEngine got ${shown} as resources. Give an object that has each resource under its name.`,
      ),
    );
  });

  it.each([
    [JSON.parse('{ "__proto__": { "polluted": true } }'), '"__proto__"'],
    [{ constructor: 1 }, '"constructor"'],
    [{ "": 1 }, '""'],
    [{ [Symbol("db")]: 1 }, "Symbol(db)"],
  ])("refuses names that are none: %o", (given, shown) => {
    expect(() => readResources(given, "createEngine")).toThrow(
      new DefinitionError(
        `createEngine got ${shown} as the name of a resource. Give a text that is not empty and not one of __proto__, prototype, constructor.`,
      ),
    );
    expect(Reflect.has({}, "polluted")).toBe(false);
  });

  it("names the resource whose getter throws", () => {
    const cause = new Error("not connected");
    const given = {
      get db() {
        throw cause;
      },
    };
    const refused = new DefinitionError(
      'createEngine got the resource "db", which cannot be read: Error: not connected. Give an object without a getter that throws.',
      { cause },
    );
    expect(() => readResources(given, "createEngine")).toThrow(refused);
  });
});
