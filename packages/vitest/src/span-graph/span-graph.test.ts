import { describe, expect, it } from "vitest";
import { type HandMadeSpan, handMadeRun } from "../fixtures/hand-made-run.ts";
import { spanGraph } from "./span-graph.ts";

const fetched = { name: "fetchOrders", attempts: [[0, 1]] } as const;

describe("spanGraph", () => {
  it("prints one line for each span with what it read and how it ended", () => {
    const run = handMadeRun(
      [
        { name: "fetchUsers", attempts: [[0, 5]] },
        {
          ...fetched,
          attempts: [
            [0, 1],
            [2, 3],
            [4, 5],
          ],
        },
        { name: "validate", reads: ["fetchOrders"], attempts: [[5, 6]] },
        { name: "price", reads: ["validate", "fetchOrders", "validate"], skipped: { kind: "guard" } },
        {
          name: "audit",
          failed: new Error("connection refused"),
          attempts: [
            [0, 1],
            [2, 3],
          ],
        },
      ],
      { status: "failed", errors: [new Error("connection refused")] },
    );
    expect(`\n${spanGraph(run)}\n`).toBe(`
report                                   failed: "connection refused"
  fetchUsers
  fetchOrders                            ×3
  validate     <- fetchOrders
  price        <- validate, fetchOrders  skipped: guard
  audit                                  ×2 failed: "connection refused"
`);
  });

  it("shows what was waited for, and not what was never read", () => {
    const run = handMadeRun([fetched, { name: "mail", waits: ["fetchOrders"], unread: ["price"] }]);
    expect(spanGraph(run)).toBe("report\n  fetchOrders\n  mail         <- fetchOrders");
  });

  it("puts spans below their parents", () => {
    const run = handMadeRun([{ name: "outer" }, { name: "inner", below: "outer" }, { name: "last" }]);
    expect(spanGraph(run)).toBe("report\n  outer\n    inner\n  last");
  });

  it("names every reason", () => {
    const run = handMadeRun([
      { name: "a", skipped: { kind: "upstream", step: "x" } },
      { name: "b", skipped: { kind: "skipWith", step: "the x" } },
      { name: "c", cancelled: { kind: "failFast", step: "x" } },
      { name: "d", cancelled: { kind: "cancel", reason: "enough" } },
      { name: "e", cancelled: { kind: "cancel", reason: undefined } },
      { name: "f", cancelled: { kind: "cancel", reason: new Error("left the page") } },
      { name: "g", cancelled: { kind: "timeout" } },
      { name: "h", open: "running" },
    ]);
    expect(
      spanGraph(run)
        .split("\n")
        .map((line) => line.trim()),
    ).toEqual([
      "report",
      "a     skipped: upstream x",
      'b     skipped: skipWith "the x"',
      "c     cancelled: failFast x",
      'd     cancelled: cancel "enough"',
      "e     cancelled: cancel",
      'f     cancelled: cancel "left the page"',
      "g     cancelled: timeout",
      "h     running",
    ]);
  });

  it("quotes names with other characters and escapes what a terminal would act on", () => {
    const run = handMadeRun([
      { name: "send mail" },
      { name: "a/b", reads: ["send mail"] },
      { name: "\u001b[31m\u202e", failed: new Error('say "hi"\nagain') },
    ]);
    expect(
      spanGraph(run)
        .split("\n")
        .map((line) => line.trim().replace(/ {2,}/g, "  ")),
    ).toEqual([
      "report",
      '"send mail"',
      '"a/b"  <- "send mail"',
      '"\\u001b[31m\\u202e"  failed: "say \\"hi\\"\\nagain"',
    ]);
  });

  it("shows what a step threw without the sentence around it", () => {
    const stepError = Object.assign(new Error('Step "a" failed on attempt 1: Error: boom.'), {
      code: "STEP_FAILED",
      cause: new Error("boom"),
    });
    const timeout = Object.assign(new Error("Step …"), { code: "STEP_TIMEOUT", timeoutMs: 500, cause: undefined });
    const run = handMadeRun([
      { name: "a", failed: stepError },
      { name: "b", failed: timeout },
    ]);
    expect(spanGraph(run)).toBe('report\n  a     failed: "boom"\n  b     failed: "timeout of 500 ms"');
  });

  it("puts items, iterations and the steps of sub-workflows below their steps, items by their numbers", () => {
    const run = handMadeRun([
      { name: "list" },
      { name: "fetch", reads: ["list"], waits: ["login"] },
      { name: "fetch[1]", below: "fetch", waits: ["login"], failed: new Error("boom") },
      { name: "fetch[0]", below: "fetch", reads: ["token"], waits: ["login"] },
      { name: "fetch[10]", below: "fetch", cancelled: { kind: "failFast", step: "fetch" } },
      { name: "draft" },
      { name: "draft#1", below: "draft" },
      { name: "outer" },
      { name: "inner", path: "outer/inner", below: "outer" },
      { name: "inner[0]", path: "outer/inner[0]", below: "outer/inner", open: "suspended" },
    ]);
    expect(`\n${spanGraph(run)}\n`).toBe(`
report
  list
  fetch         <- list, login
    fetch[0]    <- token
    fetch[1]                    failed: "boom"
    fetch[10]                   cancelled: failFast fetch
  draft
    draft#1
  outer
    inner
      inner[0]                  suspended
`);
  });

  it("writes one line for four items or more that follow each other and are alike", () => {
    const items = Array.from({ length: 100 }, (_, index) => ({ name: `fetch[${index}]`, below: "fetch" }));
    const run = handMadeRun([
      { name: "fetch" },
      ...items.map((item, index) => (index === 42 ? { ...item, failed: new Error("boom") } : item)),
      { name: "draft" },
      ...[1, 2, 3].map((number) => ({ name: `draft#${number}`, below: "draft" })),
    ]);
    expect(spanGraph(run)).toBe(
      [
        "report",
        "  fetch",
        "    fetch[0..41]",
        '    fetch[42]      failed: "boom"',
        "    fetch[43..99]",
        "  draft",
        "    draft#1",
        "    draft#2",
        "    draft#3",
      ].join("\n"),
    );
  });

  it("folds items with what lies below them", () => {
    const items = [0, 1, 2, 3, 4].flatMap((number): HandMadeSpan[] => [
      { name: `each[${number}]`, below: "each" },
      { name: "load", path: `each[${number}]/load`, below: `each[${number}]`, attempts: [[0, 1]] as const },
    ]);
    const run = handMadeRun([{ name: "each" }, ...items]);
    expect(spanGraph(run)).toBe("report\n  each\n    each[0..4]\n      load");
    const different = handMadeRun([
      { name: "each" },
      ...items.toSpliced(5, 1, {
        ...items[5]!,
        attempts: [
          [0, 1],
          [2, 3],
        ],
      }),
    ]);
    expect(spanGraph(different)).toContain("each[2]\n      load   ×2\n    each[3]");
  });

  it("says that a run is paused, and why its steps were stopped", () => {
    const run = handMadeRun(
      [
        { name: "ask", open: "suspended" },
        { name: "slow", cancelled: { kind: "race", step: "first" } },
        { name: "rest", cancelled: { kind: "stopped", step: "check" } },
      ],
      { status: "paused" },
    );
    expect(spanGraph(run)).toBe(
      "report  paused\n  ask   suspended\n  slow  cancelled: race first\n  rest  cancelled: stopped check",
    );
  });
});
