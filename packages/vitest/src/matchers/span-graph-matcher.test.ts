import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { failureSaying } from "../fixtures/failure-saying.ts";
import { handMadeRun } from "../fixtures/hand-made-run.ts";
import "./register-matchers.ts";

const run = handMadeRun([
  { name: "fetchOrders", attempts: [[0, 10]] },
  { name: "price", reads: ["fetchOrders"], skipped: { kind: "guard" } },
]);

describe("toMatchSpanGraph", () => {
  it("compares the spans with a tree", () => {
    expect(run).toMatchSpanGraph(`
      report
        fetchOrders
        price <- fetchOrders  skipped: guard
    `);
    expect(run).not.toMatchSpanGraph("report\n  fetchOrders");
  });

  it("gives vitest both trees for its diff", () => {
    const mismatch = () => expect(run).toMatchSpanGraph("report\n  price\n  fetchOrders ×2");
    expect(mismatch).toThrow(
      expect.objectContaining({
        message: 'Expected the spans of the run of "report" to match the span graph.',
        expected: "report\n  price\n  fetchOrders                  ×2",
        actual: "report\n  price        <- fetchOrders  skipped: guard\n  fetchOrders",
      }),
    );
  });

  it("names unknown steps below the diff, and refuses them when negated", () => {
    const tree = "report\n  fetchOrder\n  price <- fetchOrder, users";
    const problems =
      'Workflow "report" has no step "fetchOrder". Did you mean "fetchOrders"?\nWorkflow "report" has no step "users".';
    expect(() => expect(run).toMatchSpanGraph(tree)).toThrow(
      failureSaying(`Expected the spans of the run of "report" to match the span graph.\n${problems}`),
    );
    expect(() => expect(run).not.toMatchSpanGraph(tree)).toThrow(
      new DefinitionError(`toMatchSpanGraph: ${problems.replace("\n", " ")}`),
    );
  });

  it("says that a match was not expected", () => {
    const tree = "report\n  fetchOrders\n  price <- fetchOrders  skipped";
    expect(() => expect(run).not.toMatchSpanGraph(tree)).toThrow(
      failureSaying('Expected the spans of the run of "report" not to match the span graph, but they do.'),
    );
  });

  it("refuses a text that cannot be read, with the number of the line", () => {
    expect(() => expect(run).toMatchSpanGraph("report\n  price skiped")).toThrow(
      new DefinitionError(
        'Line 2 of the span graph cannot be read: "skiped" is no status. Did you mean "skipped"?\n  price skiped',
      ),
    );
    expect(() => expect(run).toMatchSpanGraph(undefined as never)).toThrow(
      new DefinitionError("toMatchSpanGraph takes a span graph written as a text."),
    );
  });
});
