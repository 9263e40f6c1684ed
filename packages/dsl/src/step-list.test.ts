import type { StepDefinition } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { StepList } from "./step-list.ts";

const form = { kind: "sleep", durationMs: 0 };

function added(list: StepList, ...names: readonly string[]): StepList {
  return names.reduce(
    (before, name) => before.with({ definition: { name, form } as StepDefinition, warnings: [] }), // a list looks at name and form only
    list,
  );
}

function raceOf(...of: readonly string[]): StepDefinition {
  return { name: "race", form: { kind: "race", of } } as unknown as StepDefinition; // a list looks at name and form only
}

function namesOf(list: StepList): readonly string[] {
  return list.written().map((step) => step.definition.name);
}

describe("a list of steps", () => {
  it("knows its own steps in the order written", () => {
    const list = added(StepList.empty, "a", "b");
    expect(namesOf(list)).toEqual(["a", "b"]);
    expect([...list.names()]).toEqual(["a", "b"]);
    expect([list.has("a"), list.has("b"), list.has("c")]).toEqual([true, true, false]);
  });

  it("is left as it was by what is made from it", () => {
    const shorter = added(StepList.empty, "a");
    const longer = added(shorter, "b");
    expect([namesOf(shorter), [...shorter.names()], shorter.has("b")]).toEqual([["a"], ["a"], false]);
    expect(longer.has("b")).toBe(true);
    expect(namesOf(StepList.empty)).toEqual([]);
  });

  it("branches: two lists made from one do not see each other", () => {
    const trunk = added(StepList.empty, "a");
    const left = added(trunk, "b", "c");
    const right = added(trunk, "c", "b");
    expect([namesOf(left), namesOf(right), namesOf(trunk)]).toEqual([["a", "b", "c"], ["a", "c", "b"], ["a"]]);
    expect([left.has("c"), right.has("c"), trunk.has("c")]).toEqual([true, true, false]);
    expect(namesOf(added(left, "d"))).toEqual(["a", "b", "c", "d"]);
    expect(namesOf(added(right, "d"))).toEqual(["a", "c", "b", "d"]);
  });

  it("knows which of its steps are in a race", () => {
    const trunk = added(StepList.empty, "a", "b");
    const raced = trunk.with({ definition: raceOf("a", "b"), warnings: [] });
    expect([raced.raceOf("a"), raced.raceOf("race"), trunk.raceOf("a")]).toEqual(["race", null, null]);
    const branch = added(trunk, "c");
    expect([branch.raceOf("a"), branch.with({ definition: raceOf("a", "c"), warnings: [] }).raceOf("a")]).toEqual([
      null,
      "race",
    ]);
    expect([raced.definition("a")?.name, raced.definition("c"), branch.definition("c")?.name]).toEqual([
      "a",
      undefined,
      "c",
    ]);
  });

  it("takes names such as __proto__ and constructor for names", () => {
    expect(StepList.empty.has("constructor")).toBe(false);
    expect(added(StepList.empty, "__proto__", "constructor").has("__proto__")).toBe(true);
  });
});
