import { DefinitionError, perRun } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { workflow } from "./workflow.ts";

const base = workflow("report").step("first", { run: () => 1 });

/** What the compiler refuses is checked at run time too. */
function define(...given: readonly unknown[]) {
  const unchecked = base as unknown as { resources(...given: readonly unknown[]): typeof base };
  return unchecked.resources(...given);
}

describe("resources", () => {
  it("are kept as the workflow's defaults, as they are", () => {
    const log = { write: () => undefined };
    const db = perRun(() => ({ rows: [] }));
    const built = base.resources({ log }).resources<{ cache: object }>().resources({ db });
    expect({ ...built.plan.resources }).toEqual({ log, db });
    expect(built.plan.resources.log).toBe(log);
    expect(Object.isFrozen(built.plan.resources)).toBe(true);
    expect(base.plan.resources).toEqual({});
  });

  it("may stand before or after steps and returns", () => {
    const built = base
      .returns(() => 5)
      .resources({ log: console })
      .step("last", { run: () => 2 });
    expect(built.plan.steps.map(({ name }) => name)).toEqual(["first", "last"]);
    expect(built.plan.returns).not.toBeNull();
    expect(Object.keys(built.plan.resources)).toEqual(["log"]);
  });

  it("are refused if they are given twice", () => {
    expect(() => base.resources({ log: console }).resources({ log: console })).toThrow(
      new DefinitionError(
        'Workflow "report" got the resource "log" twice. Give it in one call of resources; a run can bring another in its place.',
      ),
    );
  });

  it.each([
    [5, 'Workflow "report" got 5 as resources. Give an object that has each resource under its name.'],
    [null, 'Workflow "report" got null as resources. Give an object that has each resource under its name.'],
  ])("are refused if they are no object: %o", (given, message) => {
    expect(() => define(given)).toThrow(new DefinitionError(message));
  });

  it("are refused under a hostile name", () => {
    expect(() => define(JSON.parse('{ "__proto__": 5 }'))).toThrow(DefinitionError);
  });
});
