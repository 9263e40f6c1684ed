import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import type { SpanGraphNode } from "./node.ts";
import { parseSpanGraph } from "./parse-span-graph.ts";

function node(name: string, fields: Partial<SpanGraphNode> = {}): SpanGraphNode {
  return { name, dependencies: [], attempts: 1, status: "succeeded", reason: [], children: [], ...fields };
}

/** Without what only the reader needs. */
function parsed(text: string): SpanGraphNode {
  const strip = ({ name, dependencies, attempts, status, reason, children }: SpanGraphNode): SpanGraphNode => ({
    name,
    dependencies,
    attempts,
    status,
    reason,
    children: children.map(strip),
  });
  return strip(parseSpanGraph(text));
}

describe("parseSpanGraph", () => {
  it("reads names, dependencies, attempts, statuses and reasons", () => {
    const text = `
      report                                    // the workflow
        fetchUsers

        // orders come late
        fetchOrders <- login ×3
        validate <- fetchOrders, login x2 failed: "say \\"hi\\" // \\n"
        price<-validate,fetchOrders skipped:guard
        mail ← price skipped: upstream price
        "send / mail" <- "a b", c cancelled: failFast "a b"
        ship cancelled: cancel "left the page"
        last running
        item[0]
    `;
    expect(parsed(text)).toEqual(
      node("report", {
        children: [
          node("fetchUsers"),
          node("fetchOrders", { dependencies: ["login"], attempts: 3 }),
          node("validate", {
            dependencies: ["fetchOrders", "login"],
            attempts: 2,
            status: "failed",
            reason: ['say "hi" // \n'],
          }),
          node("price", { dependencies: ["validate", "fetchOrders"], status: "skipped", reason: ["guard"] }),
          node("mail", { dependencies: ["price"], status: "skipped", reason: ["upstream", "price"] }),
          node("send / mail", { dependencies: ["a b", "c"], status: "cancelled", reason: ["failFast", "a b"] }),
          node("ship", { status: "cancelled", reason: ["cancel", "left the page"] }),
          node("last", { status: "running" }),
          node("item[0]"),
        ],
      }),
    );
  });

  it("takes words of its own for names where a name stands", () => {
    expect(parsed("report\n  skipped <- x3, failed\n  x3\n  failed")).toEqual(
      node("report", {
        children: [node("skipped", { dependencies: ["x3", "failed"] }), node("x3"), node("failed")],
      }),
    );
  });

  it("reads a range of items as that many lines with the same lines below", () => {
    const inner = [node("load")];
    expect(parsed("report\n  each\n    each[1..3] ×2\n      load\n  draft\n    draft#1..2\n    draft#3")).toEqual(
      node("report", {
        children: [
          node("each", { children: [1, 2, 3].map((at) => node(`each[${at}]`, { attempts: 2, children: inner })) }),
          node("draft", { children: [1, 2, 3].map((at) => node(`draft#${at}`)) }),
        ],
      }),
    );
    expect(parsed("report\n  each[1..3]").children).toEqual([node("each[1..3]")]);
  });

  it("reads that a run is paused", () => {
    expect(parsed("report paused\n  ask suspended").status).toBe("paused");
  });

  it("puts a line below the nearest one that is indented less", () => {
    expect(parsed("report\n\touter\n\t\tinner\n\t\t\tdeep\n\t\tmore\n\tlast\r\n")).toEqual(
      node("report", {
        children: [
          node("outer", { children: [node("inner", { children: [node("deep")] }), node("more")] }),
          node("last"),
        ],
      }),
    );
  });

  it.each([
    ["report\n  a skiped", 2, '"skiped" is no status. Did you mean "skipped"?', "a skiped"],
    ["report\n  a failed: boom", 2, "the message of a failure stands in double quotes.", "a failed: boom"],
    [
      "report\n  a failed:",
      2,
      'After "failed:" comes a message in double quotes, but found the end of the line.',
      "a failed:",
    ],
    [
      "report\n  a skipped: gard",
      2,
      '"gard" is no reason to be skipped. Did you mean "guard"? Reasons are guard, skipWith, upstream.',
      "a skipped: gard",
    ],
    [
      "report\n  a cancelled: x",
      2,
      '"x" is no reason to be cancelled. Reasons are cancel, failFast, timeout, stalled, race, stopped.',
      "a cancelled: x",
    ],
    ["report\n  a cancelled:", 2, 'After "cancelled:" comes a reason, but found the end of the line.', "a cancelled:"],
    ["report\n  a succeeded: x", 2, "a step that is succeeded has no reason.", "a succeeded: x"],
    ["report\n  a skipped: guard b", 2, 'nothing may follow here, but found "b".', "a skipped: guard b"],
    ["report\n  a <-", 2, "After an arrow comes the name of a step, but found the end of the line.", "a <-"],
    ["report\n  a <- b,", 2, "After a comma comes the name of a step, but found the end of the line.", "a <- b,"],
    ["report\n  a <- b, : c", 2, "After a comma comes the name of a step, but found a colon.", "a <- b, : c"],
    ["report\n  <- b", 2, "The line begins with the name of a step, but found an arrow.", "<- b"],
    ["report\n  a/b", 2, 'unexpected "/"; write names with such characters in double quotes.', "a/b"],
    ['report\n  "a', 2, "a double quote is not closed.", '"a'],
    ['report\n  "\\q"', 2, '"\\q" is not a JSON string; write quotes and backslashes in it as \\" and \\\\.', '"\\q"'],
    ["\nreport\na", 3, 'the line stands beside "report", the name of the workflow; indent the steps below it.', "a"],
    ["report\n    a\n  b", 3, 'the line is not indented like its siblings below "report".', "b"],
    ["report\n  a\n\tb", 3, 'the line is not indented like its siblings below "report".', "b"],
    ["report\n  a\n    a[0..2]\n    a[2]", 4, '"a[2]" is written twice below "a".', "a[2]"],
    ["report\n  a\n    a[2..1]", 3, 'the range of "a[2..1]" ends before it begins.', "a[2..1]"],
    ["report\n  a\n    a#1..100001", 3, 'the range of "a#1..100001" is longer than 100000 items.', "a#1..100001"],
    ["report\n  a paused", 2, "a step cannot be paused, only the run on the first line can.", "a paused"],
    ["report\n  a\n  a", 3, '"a" is written twice below "report".', "a"],
    [
      "report\n  a \u001b[31m",
      2,
      'unexpected "\\u001b"; write names with such characters in double quotes.',
      "a \\u001b[31m",
    ],
  ])("refuses %j", (text, line, problem, shown) => {
    expect(() => parseSpanGraph(text)).toThrow(
      new DefinitionError(`Line ${line} of the span graph cannot be read: ${problem}\n  ${shown}`),
    );
  });

  it.each(["", "\n   \n // only a comment\n"])("refuses %j, which is empty", (text) => {
    expect(() => parseSpanGraph(text)).toThrow(
      new DefinitionError(
        "The span graph is empty. Write the name of the workflow on the first line and its steps, indented, below it.",
      ),
    );
  });
});
