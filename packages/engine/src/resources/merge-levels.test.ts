import { describe, expect, it } from "vitest";
import { DefinitionError } from "../errors/definition-errors.ts";
import { mergeLevels } from "./merge-levels.ts";

const none = {};

describe("mergeLevels", () => {
  it("replaces by name, the run before the workflow before the engine, and merges nothing", () => {
    const given = mergeLevels(
      {
        engine: { a: { from: "engine" }, b: { from: "engine" }, c: { from: "engine", more: 1 } },
        workflow: { b: { from: "workflow" }, c: { from: "workflow" } },
        run: { c: { from: "run" } },
      },
      "report",
    );
    expect(Object.fromEntries(given)).toEqual({ a: { from: "engine" }, b: { from: "workflow" }, c: { from: "run" } });
  });

  it("lets null, undefined and false replace what is below them", () => {
    const engine = { a: 1, b: 1, c: 1 };
    const given = mergeLevels({ engine, workflow: { a: null, b: false }, run: { c: undefined } }, "report");
    expect([...given]).toEqual([
      ["a", null],
      ["b", false],
      ["c", undefined],
    ]);
  });

  it("sees what has come into a level that was empty before", () => {
    const engine: Record<string, unknown> = {};
    expect(mergeLevels({ engine, workflow: none, run: Object.freeze({}) }, "report").size).toBe(0);
    engine.db = 1;
    expect([...mergeLevels({ engine, workflow: none, run: Object.freeze({}) }, "report").keys()]).toEqual(["db"]);
  });

  it("keeps the order in which names were first written", () => {
    const given = mergeLevels({ engine: { a: 1, b: 1 }, workflow: { c: 2, a: 2 }, run: { d: 3, b: 3 } }, "report");
    expect([...given.keys()]).toEqual(["a", "b", "c", "d"]);
  });

  it("says at which level a name is refused", () => {
    expect(() => mergeLevels({ engine: none, workflow: { constructor: 1 }, run: none }, "report")).toThrow(
      new DefinitionError(
        'Workflow "report" got "constructor" as the name of a resource. Give a text that is not empty and not one of __proto__, prototype, constructor.',
      ),
    );
    expect(() => mergeLevels({ engine: none, workflow: none, run: { "": 1 } }, "report")).toThrow(
      new DefinitionError(
        'The run of workflow "report" got "" as the name of a resource. Give a text that is not empty and not one of __proto__, prototype, constructor.',
      ),
    );
  });
});
