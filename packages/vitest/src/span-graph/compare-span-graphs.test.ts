import { describe, expect, it } from "vitest";
import { handMadeRun } from "../fixtures/hand-made-run.ts";
import { compareSpanGraphs } from "./compare-span-graphs.ts";
import { graphOfRun } from "./graph-of-run.ts";
import { parseSpanGraph } from "./parse-span-graph.ts";
import { spanGraph } from "./span-graph.ts";

const run = handMadeRun([
  { name: "fetchUsers", attempts: [[0, 1]] },
  {
    name: "fetchOrders",
    attempts: [
      [0, 1],
      [2, 3],
    ],
  },
  { name: "validate", reads: ["fetchOrders"], skipped: { kind: "upstream", step: "fetchOrders" } },
  { name: "merge", reads: ["fetchUsers", "fetchOrders"], failed: new Error("boom") },
]);

function compare(text: string) {
  return compareSpanGraphs(parseSpanGraph(text), graphOfRun(run));
}

describe("compareSpanGraphs", () => {
  it("finds what spanGraph printed equal", () => {
    const { expected, actual } = compare(spanGraph(run));
    expect(actual).toBe(expected);
    expect(actual).toBe(spanGraph(run));
  });

  it("minds neither the order of siblings nor that of dependencies", () => {
    const { expected, actual } = compare(`
      report
        merge <- fetchOrders, fetchUsers  failed: "boom"
        validate <- fetchOrders  skipped: upstream fetchOrders
        fetchOrders x2
        fetchUsers`);
    expect(actual).toBe(expected);
  });

  it.each(["skipped", "skipped: upstream"])("leaves open what %j does not say", (skipped) => {
    const { expected, actual } = compare(`
      report
        fetchUsers
        fetchOrders x2
        validate <- fetchOrders  ${skipped}
        merge <- fetchUsers, fetchOrders  failed`);
    expect(actual).toBe(expected);
  });

  it("shows on both sides only what differs", () => {
    const { expected, actual } = compare(`
      report
        validate <- fetchOrders  skipped: guard
        merge <- fetchUsers  failed: "bang"
        fetchOrders
        mail`);
    expect(expected).toBe(
      [
        "report",
        "  validate     <- fetchOrders              skipped: guard",
        '  merge        <- fetchUsers               failed: "bang"',
        "  fetchOrders",
        "  mail",
      ].join("\n"),
    );
    expect(actual).toBe(
      [
        "report",
        "  validate     <- fetchOrders              skipped: upstream fetchOrders",
        '  merge        <- fetchUsers, fetchOrders  failed: "boom"',
        "  fetchOrders                              ×2",
        "  fetchUsers",
      ].join("\n"),
    );
  });

  it("compares the name of the workflow", () => {
    const { expected, actual } = compare("other");
    expect(expected).toBe("other");
    expect(actual.split("\n")[0]).toBe("report");
  });

  it("folds items that are alike on both sides", () => {
    const items = Array.from({ length: 12 }, (_, index) => ({ name: `each[${index}]`, below: "each" }));
    const failed = items.toSpliced(5, 1, { ...items[5]!, failed: new Error("boom") } as never);
    const actual = graphOfRun(handMadeRun([{ name: "each" }, ...failed]));
    const compared = (text: string) => compareSpanGraphs(parseSpanGraph(text), actual);
    const lines = ["each[0..4]", "each[5] failed", "each[6..11]"];
    const same = compared(`report\n  each\n    ${lines.toReversed().join("\n    ")}`);
    expect(same.actual).toBe(same.expected);
    const other = compared("report\n  each\n    each[0..10]");
    expect(other.expected).toBe("report\n  each\n    each[0..10]");
    expect(other.actual).toBe('report\n  each\n    each[0..4]\n    each[5]      failed: "boom"\n    each[6..11]');
  });
});
