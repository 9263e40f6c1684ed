import { describe, expect, it } from "vitest";
import { handMadeRun } from "../fixtures/hand-made-run.ts";
import { spanTable } from "./span-table.ts";

describe("spanTable", () => {
  it("shows name, status, start, duration and why", () => {
    const run = handMadeRun([
      { name: "fetchUsers", attempts: [[0, 120.4]] },
      {
        name: "fetchOrders",
        attempts: [
          [0.25, 3],
          [10, 13],
        ],
        failed: new Error("refused\nby \u001b[31mhost"),
      },
      { name: "validate", skipped: { kind: "upstream", step: "fetchOrders" } },
      { name: "price", skipped: { kind: "guard" } },
      { name: "merge", cancelled: { kind: "failFast", step: "fetchOrders" } },
      { name: "mail", cancelled: { kind: "cancel", reason: "enough" } },
    ]);
    expect(spanTable(run)).toBe(
      [
        "  name         status      start  duration  why",
        "  fetchUsers   succeeded    0 ms    120 ms",
        "  fetchOrders  failed ×2  0.3 ms     13 ms  refused\\nby \\u001b[31mhost",
        '  validate     skipped         –         –  upstream "fetchOrders"',
        "  price        skipped         –         –  guard",
        '  merge        cancelled       –         –  failFast "fetchOrders"',
        '  mail         cancelled       –         –  cancel "enough"',
      ].join("\n"),
    );
  });

  it("says of a step that it did not run itself", () => {
    const run = handMadeRun([{ name: "fetch", reusedFrom: "run-0" }]);
    expect(spanTable(run).split("\n")[1]).toBe("  fetch  succeeded (reused)      –         –");
  });

  it("cuts a long cell", () => {
    const run = handMadeRun([{ name: "a", failed: new Error("x".repeat(200)) }]);
    expect(spanTable(run).split("\n")[1]).toBe(`  a     failed      –         –  ${"x".repeat(99)}…`);
  });

  it("leaves spans that succeeded out of a long table before all others", () => {
    const steps = Array.from({ length: 100 }, (_, index) => ({ name: `step${index}` }));
    const run = handMadeRun([...steps, { name: "price", skipped: { kind: "guard" } }, { name: "last" }]);
    const lines = spanTable(run, ["last"]).split("\n");
    expect(lines).toHaveLength(52);
    expect(lines.slice(-4).map((line) => line.trim().split(/ +/)[0])).toEqual(["step47", "price", "last", "…"]);
    expect(lines.at(-1)).toBe("… and 52 more spans");
  });
});
