import type { Span } from "stepspan";
import { describe, expect, it } from "vitest";
import { ganttTable } from "./gantt-table.ts";
import { createStyle } from "./style.ts";

const startedAt = 1_000_000;

/** A span with `[from, to]` for each attempt, in milliseconds since the start of the run. */
function span(
  path: string,
  outcome: object,
  attempts: readonly (readonly [number, number | null])[],
  queued = attempts[0]?.[0] ?? 0,
): Span {
  const records = attempts.map(([from, to], index) => ({
    number: index + 1,
    startedAt: startedAt + from,
    finishedAt: to === null ? null : startedAt + to,
    error: null,
  }));
  const first = attempts[0]?.[0];
  const last = attempts.at(-1)?.[1] ?? null;
  return {
    name: path,
    path,
    attempts: records,
    queuedAt: first === undefined ? null : startedAt + queued,
    startedAt: first === undefined ? null : startedAt + first,
    finishedAt: last === null ? null : startedAt + last,
    duration: first === undefined ? 0 : (last ?? 100) - first,
    ...outcome,
  } as unknown as Span; // as: the fields that the table does not look at are left out
}

const succeeded = { status: "succeeded" };

function table(spans: readonly Span[], columns = 80): string {
  return ganttTable({ spans, startedAt, duration: 100 }, { columns, style: createStyle(false) });
}

describe("ganttTable", () => {
  it("draws a bar for each attempt, and the time in the queue", () => {
    const spans = [
      span("first", succeeded, [[0, 49]]),
      span("second", succeeded, [[50, 99]], 0),
      span("third", succeeded, [
        [0, 9],
        [90, 99],
      ]),
    ];

    expect(table(spans, 53)).toBe(
      `
step    outcome                 start   time
first   succeeded                0 ms  49 ms  █████
second  succeeded               50 ms  49 ms  ░░░░░█████
third   succeeded (2 attempts)   0 ms  99 ms  █        █`.slice(1),
    );
  });

  it("says why a step did not run, and draws no bar for it", () => {
    const spans = [
      span("guarded", { status: "skipped", skipped: { kind: "guard" } }, []),
      span("below", { status: "skipped", skipped: { kind: "upstream", step: "lost\n" } }, []),
      span("stopped", { status: "cancelled", cancelled: { kind: "cancel" } }, [[0, 50]]),
      span("never", { status: "cancelled", cancelled: { kind: "failFast", step: "lost" } }, []),
    ];

    expect(table(spans, 20)).toBe(
      `
step     outcome               start   time
guarded  skipped (guard)
below    skipped (lost\\x0a)
stopped  cancelled (cancel)     0 ms  50 ms  ██████
never    cancelled (failFast)`.slice(1),
    );
  });

  it("draws an open attempt up to now, and one without length as one cell", () => {
    expect(table([span("open", { status: "running" }, [[50, null]]), span("short", succeeded, [[99, 99]])], 1)).toBe(
      `
step   outcome    start   time
open   running    50 ms  50 ms       █████
short  succeeded  99 ms   0 ms           █`.slice(1),
    );
  });

  it("draws a run that took no time", () => {
    const lines = ganttTable(
      { spans: [span("a\u001b", succeeded, [[0, 0]])], startedAt, duration: 0 },
      { columns: 1, style: createStyle(false) },
    );

    expect(lines).toBe("step   outcome    start  time\na\\x1b  succeeded   0 ms  0 ms  █");
  });

  it("writes failed steps in the colour of failures", () => {
    const failed = span("a", { status: "failed" }, [[0, 100]]);
    const lines = ganttTable({ spans: [failed], startedAt, duration: 100 }, { columns: 1, style: createStyle(true) });

    expect(lines).toContain("\u001b[31ma");
  });
});
