import { describe, expect, it } from "vitest";
import { DefinitionError } from "../errors/definition-errors.ts";
import { checkResourceName } from "./resource-name.ts";

describe("the name of a resource", () => {
  it.each(["db", "my db", "a.b", "toString", "hasOwnProperty", "0"])("may be %o", (name) => {
    expect(() => checkResourceName(name, "createEngine")).not.toThrow();
  });

  it.each([
    ["", '""'],
    ["__proto__", '"__proto__"'],
    ["prototype", '"prototype"'],
    ["constructor", '"constructor"'],
    [5, "5"],
    [undefined, "undefined"],
    [Symbol("db"), "Symbol(db)"],
    [{ toString: () => "db" }, "an object ([object Object])"],
  ])("is not %o", (name, shown) => {
    expect(() => checkResourceName(name, "createEngine")).toThrow(
      new DefinitionError(
        `createEngine got ${shown} as the name of a resource. Give a text that is not empty and not one of __proto__, prototype, constructor.`,
      ),
    );
  });
});
