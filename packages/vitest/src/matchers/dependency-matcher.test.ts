import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { failureSaying } from "../fixtures/failure-saying.ts";
import "./register-matchers.ts";

const dependencies: Readonly<Record<string, readonly string[]>> = {
  fetchUsers: [],
  price: [],
  merge: ["price", "fetchUsers"],
};

/** As much of a workflow as the matcher looks at. */
const report = {
  name: "report",
  graph: {
    hasNode: (name: string) => Object.hasOwn(dependencies, name),
    nodes: () => Object.keys(dependencies),
    inNeighbors: (name: string) => [...(dependencies[name] ?? [])],
  },
};

describe("toHaveDependencies", () => {
  it("compares all direct dependencies, in any order", () => {
    expect(report).toHaveDependencies("merge", ["fetchUsers", "price"]);
    expect(report).toHaveDependencies("price", []);
    expect(report).not.toHaveDependencies("merge", ["price"]);
    expect(report).not.toHaveDependencies("price", ["merge"]);
  });

  it("says which are missing and which are too many", () => {
    expect(() => expect(report).toHaveDependencies("merge", ["price", "merge"])).toThrow(
      failureSaying(
        'Expected step "merge" of workflow "report" to depend on exactly "merge", "price", but it does not depend on "merge", and it also depends on "fetchUsers".',
      ),
    );
    expect(() => expect(report).toHaveDependencies("merge", [])).toThrow(
      failureSaying(
        'Expected step "merge" of workflow "report" to depend on exactly nothing, but it also depends on "fetchUsers", "price".',
      ),
    );
    expect(() => expect(report).not.toHaveDependencies("merge", ["fetchUsers", "price"])).toThrow(
      failureSaying(
        'Expected step "merge" of workflow "report" not to depend on exactly "fetchUsers", "price", but it does.',
      ),
    );
  });

  it("gives vitest both lists for its diff", () => {
    expect(() => expect(report).toHaveDependencies("merge", ["price"])).toThrow(
      expect.objectContaining({ expected: ["price"], actual: ["fetchUsers", "price"] }),
    );
  });

  it("refuses unknown names, also when negated", () => {
    expect(() => expect(report).not.toHaveDependencies("marge", [])).toThrow(
      new DefinitionError('toHaveDependencies: workflow "report" has no step "marge". Did you mean "merge"?'),
    );
    expect(() => expect(report).not.toHaveDependencies("merge", ["fetchUser"])).toThrow(
      new DefinitionError('toHaveDependencies: workflow "report" has no step "fetchUser". Did you mean "fetchUsers"?'),
    );
  });

  it("refuses what is no workflow, and what is no list", () => {
    expect(() => expect({ name: "report" }).toHaveDependencies("merge", [])).toThrow(
      new DefinitionError("expect(…).toHaveDependencies() looks at a workflow, but got an object of another kind."),
    );
    expect(() => expect(report).toHaveDependencies("merge", "price" as never)).toThrow(
      new DefinitionError("toHaveDependencies takes a list of names: toHaveDependencies(name, [names])."),
    );
  });
});
