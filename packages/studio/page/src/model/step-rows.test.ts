import type { Span, SpanStatus } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { anyStep, pathsAbove, stepRows } from "./step-rows.ts";
import { folded, moveInTree } from "./tree-keys.ts";

interface Drawn {
  readonly path: string;
  readonly status?: SpanStatus;
  readonly items?: readonly Span[];
  readonly steps?: readonly Span[];
}

/** A span of which only what a tree looks at is there. */
function span({ path, status = "succeeded", items = [], steps = [] }: Drawn): Span {
  return { path, name: path, status, items, steps } as unknown as Span; // nothing else is read of it
}

const roots = [
  span({ path: "a" }),
  span({
    path: "b",
    items: [span({ path: "b[0]", steps: [span({ path: "b[0]/x", status: "failed" })] }), span({ path: "b[1]" })],
  }),
  span({ path: "c", steps: [span({ path: "c/x" })] }),
];
const linesOf = (open: readonly string[], filter = anyStep) =>
  stepRows(roots, new Set(open), filter).map(({ path, depth }) => `${"  ".repeat(depth)}${path}`);

describe("the lines of the tree", () => {
  it("leave out what is folded, at every depth", () => {
    expect(linesOf([])).toEqual(["a", "b", "c"]);
    expect(linesOf(["b", "b[0]"])).toEqual(["a", "b", "  b[0]", "    b[0]/x", "  b[1]", "c"]);
    expect(linesOf(["b[0]"])).toEqual(["a", "b", "c"]);
  });

  it("know their place among their siblings, for those who do not see them", () => {
    const [, , first, , second] = stepRows(roots, new Set(["b", "b[0]"]), anyStep);
    expect([first, second].map((row) => [row?.position, row?.siblings, row?.isParent, row?.isOpen])).toEqual([
      [1, 2, true, true],
      [2, 2, false, false],
    ]);
  });

  it("are all that match, folded or not, where something is sought", () => {
    expect(linesOf([], { search: "X", status: null })).toEqual(["b[0]/x", "c/x"]);
    expect(linesOf([], { search: "", status: "failed" })).toEqual(["b[0]/x"]);
    expect(linesOf([], { search: "nothing", status: null })).toEqual([]);
  });
});

describe("the paths above a path", () => {
  it.each([
    ["a", []],
    ["b[0]", ["b"]],
    ["b[0]/x", ["b", "b[0]"]],
    ["outer/loop#2/in[3]", ["outer", "outer/loop", "outer/loop#2", "outer/loop#2/in"]],
  ])("%s: %j", (path, above) => {
    expect(pathsAbove(path)).toEqual(above);
  });
});

describe("the keys of the tree", () => {
  const rows = stepRows(roots, new Set(["b"]), anyStep); // a, b, b[0], b[1], c

  it.each([
    ["ArrowDown", 0, { select: "b", toggle: null }],
    ["ArrowDown", -1, { select: "a", toggle: null }],
    ["ArrowDown", 4, { select: "c", toggle: null }],
    ["ArrowUp", 0, { select: "a", toggle: null }],
    ["Home", 3, { select: "a", toggle: null }],
    ["End", 0, { select: "c", toggle: null }],
    ["PageDown", 0, { select: "c", toggle: null }],
    ["ArrowRight", 1, { select: "b[0]", toggle: null }],
    ["ArrowRight", 4, { select: null, toggle: "c" }],
    ["ArrowRight", 0, null],
    ["ArrowLeft", 1, { select: null, toggle: "b" }],
    ["ArrowLeft", 3, { select: "b", toggle: null }],
    ["ArrowLeft", 0, null],
    ["x", 0, null],
  ])("%s at line %i", (key, at, move) => {
    expect(moveInTree(rows, at, key)).toEqual(move);
  });

  it("do nothing in an empty tree", () => {
    expect(moveInTree([], -1, "ArrowDown")).toBeNull();
  });

  it("fold what is unfolded and unfold what is folded", () => {
    expect([...folded(new Set(["a"]), "a")]).toEqual([]);
    expect([...folded(new Set(["a"]), "b")]).toEqual(["a", "b"]);
  });
});
