import { describe, expect, it } from "vitest";
import { familyErrors } from "../../../../test/support/family-errors.ts";
import { StepspanError } from "../errors/base.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import * as everything from "../index.ts";
import { createClassRegistry } from "./class-registry.ts";
import { createBareFamilyError, familyClassOf, familyPrototypes } from "./family-errors.ts";
import { record, share } from "./record.ts";

const exported = Object.values(everything).filter(
  (value): value is typeof DefinitionError => typeof value === "function" && value.prototype instanceof StepspanError,
);

describe("the errors of Stepspan", () => {
  it("are all known, each under the name of its class", () => {
    expect(exported.map(({ prototype }) => prototype).filter((made) => !familyPrototypes.includes(made))).toEqual([]);
    expect(familyPrototypes).toHaveLength(exported.length);
    for (const type of exported) expect(Object.getPrototypeOf(createBareFamilyError(type.name))).toBe(type.prototype);
    expect(createBareFamilyError("toString")).toBe(null);
  });

  it("have an example each", () => {
    expect(Object.keys(familyErrors()).sort()).toEqual(exported.map(({ name }) => name).sort());
  });

  it.each(Object.entries(familyErrors()))("are recorded as themselves, for all readers: %s", (_name, error) => {
    expect(record(error, "A value")).toBe(error);
    const recorded = record({ list: [error, new Map([["error", error]])], on: new Date(1) }, "A value");
    expect(share(recorded).list[0]).toBe(error);
    expect((share(recorded).list[1] as Map<string, unknown>).get("error")).toBe(error);
    expect(Object.isFrozen(recorded.list)).toBe(true);
  });

  it("are kept with causes that could not be kept by themselves", () => {
    const { StepError } = familyErrors(() => 1);
    expect(record({ error: StepError }, "A value").error).toBe(StepError);
  });

  it("leave subclasses of others to the registry", () => {
    class PaymentError extends everything.StepError {}
    const error = new PaymentError({ step: "pay", attempt: 1, cause: null, input: null });
    expect(familyClassOf(error)).toBe(null);
    expect(() => record({ error }, "A value")).toThrow(
      "A value cannot be recorded: .error is an instance of PaymentError.",
    );
  });

  it("need no registering", () => {
    const form = { encode: () => 1, decode: () => new DefinitionError("x") };
    expect(() => createClassRegistry().registerClass(DefinitionError, form)).toThrow(
      new DefinitionError("The class DefinitionError is one of Stepspan's own, which need no registering. Remove it."),
    );
  });
});
