import type { WorkflowOutline } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { type RunStarted, RunTree } from "./run-tree.ts";

const outlineOf = (name: string, below: string | null): WorkflowOutline => ({
  name,
  version: null,
  parts: [],
  steps: [
    { name: "each", kind: "map", parts: [], workflow: below },
    { name: "a/b[1]", kind: "single", parts: [], workflow: null },
  ],
});

function createTree(): RunTree {
  const outline = { root: "1", workflows: { 1: outlineOf("outer", "2"), 2: outlineOf("inner", null) } };
  const started = { type: "run-started", runId: "r", workflow: "outer", outline, time: 0, metadata: {} };
  return new RunTree(started as unknown as RunStarted, { runId: "r", workflow: "outer", resumedFrom: null }); // what the tree reads of it
}

describe("the tree of a run", () => {
  it("finds a unit by its path, whatever is known of what lies around it", () => {
    const unit = createTree().unitAt("each[3]/a%2Fb%5B1%5D");
    expect([unit.kind, unit.name, unit.step?.kind]).toEqual(["step", "a/b[1]", "single"]);
    expect([unit.run.name, unit.run.path, unit.run.parent?.kind]).toEqual(["inner", "each[3]", "item"]);
    expect(unit.run.parent?.parent?.run.name).toBe("outer");
  });

  it("finds the same unit for the same path", () => {
    const tree = createTree();
    const unit = tree.unitAt("each[3]");
    expect(tree.unitAt("each")).not.toBe(unit);
    expect(tree.unitAt("each[3]")).toBe(unit);
    expect(tree.unitAt("")).toBe(tree.root);
  });

  it("names child runs after their place", () => {
    const tree = createTree();
    expect(tree.runIdOf(tree.root)).toBe("r");
    expect(tree.runIdOf(tree.unitAt("each[3]/each").run)).toBe("r/each[3]");
  });

  it("keeps no item that has settled, and nothing below a step that has", () => {
    const tree = createTree();
    for (let at = 0; at < 10_000; at++) {
      tree.unitAt(`each[${at}]/each`);
      tree.settle(tree.unitAt(`each[${at}]`));
    }
    expect(tree.unitAt("each").below?.size).toBe(0);
    tree.settle(tree.unitAt("each"));
    expect(tree.root.below?.size).toBe(1);
    expect(tree.unitAt("each").below).toBe(null);
  });
});
