import { describe, expect, it } from "vitest";
import { chartOf } from "./chart.ts";
import type { EngineDescription } from "./engine.ts";
import type { Findings } from "./figures.ts";
import type { Cell, Times } from "./job.ts";
import { type Measured, note, unmeasured } from "./measurement.ts";
import { tablesOf } from "./tables.ts";

const chain: Cell = { shape: "chain", size: 1000, runs: 1 };
const fanOut: Cell = { shape: "fan-out", size: 1000, runs: 1 };

function described(id: string, name: string): Measured {
  const measured = unmeasured(id);
  const description: EngineDescription = {
    ...{ name, version: "1.2.3", usage: "as one does", without: [] },
    ...{ passesValues: true, keepsRecords: false },
  };
  note(measured, 0, { kind: "engine", description, importMs: 4 });
  return measured;
}

/** Times of which clock and processor are the same. */
function timesOf(...run: readonly number[]): Times {
  const costs = run.map((cost) => ({ clock: cost, processor: cost }));
  return { run: costs, build: costs, isCold: false, peakBytes: 100 * 2 ** 20 };
}

function findings(...engines: readonly Measured[]): Findings {
  return { cells: [fanOut, chain], engines, timer: "clock" };
}

describe("the tables of the benchmark", () => {
  it("show the median of the rounds' medians, and ratios within each round", () => {
    const [promises, own] = [described("promises", "promises"), described("stepspan", "Stepspan")];
    for (const [round, run] of [1, 2, 4].entries()) {
      note(promises, round, { kind: "times", cell: fanOut, times: timesOf(run, run, 99) });
      note(own, round, { kind: "times", cell: fanOut, times: timesOf(3 * run, 3 * run, 0) });
    }
    expect(tablesOf(findings(promises, own))).toContain(
      [
        "|  | fan-out 1,000 | chain 1,000 |",
        "| --- | --- | --- |",
        "| promises | 2.0 (×1.0) | – |",
        "| **Stepspan** | 6.0 (×3.0) | – |",
      ].join("\n"),
    );
  });

  it("show what failed, with what it said in one line, in place of times that went well before", () => {
    const engine = described("fragile", "Fragile");
    note(engine, 0, { kind: "times", cell: fanOut, times: timesOf(1) });
    const message = "TypeError: a | b\n  at somewhere";
    note(engine, 1, { kind: "failure", cell: fanOut, failure: { kind: "error", message } });
    const tables = tablesOf(findings(engine));
    expect(tables).toContain("| Fragile | error | – |");
    expect(tables).toContain("| Fragile | fan-out 1,000 | error | TypeError: a \\| b |");
    expect(chartOf(findings(engine))).toContain("✕ error");
  });

  it("keep the times of an engine that died only while its heap was looked at", () => {
    const engine = described("large", "Large");
    note(engine, 0, { kind: "times", cell: chain, times: timesOf(5) });
    note(engine, 0, { kind: "failure", cell: chain, failure: { kind: "time-out", message: "not done after 5 s" } });
    const tables = tablesOf(findings(engine));
    expect(tables).toContain("| Large | – | 5.0 |");
    expect(tables).toContain("| Large | – | time-out |");
    expect(tables).toContain("| Large | chain 1,000 | time-out, looking at the heap | not done after 5 s |");
  });

  it("show the death of an engine in a later round, also if the first one went well", () => {
    const engine = described("moody", "Moody");
    note(engine, 0, { kind: "times", cell: chain, times: timesOf(5) });
    note(engine, 1, { kind: "failure", cell: chain, failure: { kind: "crash", message: "SIGSEGV" } });
    expect(tablesOf(findings(engine))).toContain("| Moody | – | crash |");
  });

  it("show an engine that did not load", () => {
    const engine = unmeasured("absent");
    note(engine, 0, { kind: "failure", cell: null, failure: { kind: "error", message: "Error: no such package" } });
    expect(tablesOf(findings(engine))).toContain("| absent | error | error |");
  });

  it("show what remains in the heap", () => {
    const engine = described("stepspan", "Stepspan");
    note(engine, 0, { kind: "times", cell: chain, times: timesOf(5) });
    note(engine, 0, { kind: "heap", cell: chain, heap: { built: 300.2, result: 1200.4 } });
    expect(tablesOf(findings(engine))).toContain("| **Stepspan** | – | 1200 (300) |");
  });
});

describe("the chart of the benchmark", () => {
  it("stands alone and has no text that is markup", () => {
    const engine = described("odd", "Odd <b>&");
    note(engine, 0, { kind: "times", cell: chain, times: timesOf(5) });
    const chart = chartOf(findings(engine));
    expect(chart).toContain("Odd &lt;b>&amp;</text>");
    expect(chart).not.toMatch(/href|<script|url\(/);
    expect(chart).toContain("prefers-color-scheme: dark");
  });
});
